"""The API of a helper's phone: validate, call one verb or query, show. What it promises: docs/sync.md."""
