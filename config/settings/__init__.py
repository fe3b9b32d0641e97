"""Settings by deployment: `local` (make demo, development), `production`, `test`; all start from `base`."""
