"""The solver without the platform: files in, files and one JSON object out (docs/solver.md)."""
