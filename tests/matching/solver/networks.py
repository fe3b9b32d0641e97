"""Random networks of seekers and helpers, without people behind them."""

import numpy as np

from matching.solver.network import Network


def random_network(seed: int, seekers: int, helpers: int, *, density: float, most: int = 9) -> Network:
    """Few different profits, so that many assignments are equally good; some helpers have no room."""
    lots = np.random.default_rng(seed)
    seeker, helper = np.nonzero(lots.random((seekers, helpers)) < density)
    return Network(
        seeker=seeker.astype(np.int32),
        helper=helper.astype(np.int32),
        profit=lots.integers(1, most + 1, len(seeker)) + lots.integers(0, 3, seekers)[seeker] * 1_000,
        seekers=seekers,
        room=lots.integers(0, 4, helpers),
    )
