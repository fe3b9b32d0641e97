"""The migrated file that is kept between runs."""

import sqlite3
from contextlib import closing

from tests.databases import bring_migrated_file, keep_migrated_file


def test_kept_file_comes_back_whole_and_takes_the_place_of_an_older_one(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "older.sqlite3").touch()
    with closing(sqlite3.connect(tmp_path / "made")) as made:
        made.executescript("PRAGMA journal_mode=WAL; CREATE TABLE jar (id); INSERT INTO jar VALUES (7);")
        keep_migrated_file(tmp_path / "made", kept)
    assert len(list(kept.iterdir())) == 1
    assert bring_migrated_file(tmp_path / "brought", kept)
    with closing(sqlite3.connect(tmp_path / "brought")) as brought:
        assert brought.execute("SELECT id FROM jar").fetchall() == [(7,)]


def test_nothing_is_brought_where_nothing_is_kept_of_these_migrations(tmp_path):
    (tmp_path / "older.sqlite3").touch()
    assert not bring_migrated_file(tmp_path / "brought", tmp_path)
    assert not (tmp_path / "brought").exists()
