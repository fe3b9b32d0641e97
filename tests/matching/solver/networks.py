"""Random networks of seekers and helpers, without people behind them."""

import numpy as np
from hypothesis import strategies as st

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


@st.composite
def networks(draw, *, most=6):
    """Small networks with many ties, full helpers and seekers nobody can help."""
    seekers, helpers = draw(st.integers(0, most)), draw(st.integers(1, most))
    room = draw(st.lists(st.integers(0, 2), min_size=helpers, max_size=helpers))
    profit = st.one_of(st.none(), st.integers(1, draw(st.sampled_from([2, 9, 10**12]))))
    table = draw(
        st.lists(st.lists(profit, min_size=helpers, max_size=helpers), min_size=seekers, max_size=seekers)
    )
    arcs = [(s, h, p) for s, row in enumerate(table) for h, p in enumerate(row) if p is not None and room[h]]
    seeker, helper, worth = zip(*arcs, strict=True) if arcs else ((), (), ())
    return Network(
        seeker=np.array(seeker, dtype=np.int32),
        helper=np.array(helper, dtype=np.int32),
        profit=np.array(worth, dtype=np.int64),
        seekers=seekers,
        room=np.array(room, dtype=np.int64),
    )
