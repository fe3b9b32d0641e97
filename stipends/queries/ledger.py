"""Reads of the ledger."""

from .faults import ledger_faults

__all__ = ["ledger_faults"]
