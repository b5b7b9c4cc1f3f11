"""Months of the ledger's archive: written to files, dropped beside whoever reads, and proven by their files afterwards."""

import contextlib
import gzip
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from payments import make_database, template
from support import sql

STORY = "set search_path = tests, pg_catalog; "
# Whole months, from the oldest on; each step is a transaction of its own, as the job's are.
ARCHIVE = ("do $$ declare v text; begin loop v := credits.archive_due(v); exit when v is null; end loop; end $$; "
           "update ops.retention_policies set is_enabled = true, keep = '2 years' "
           "where relation = 'credits.archived_entries'")


def drop_months():
    after, steps = "null", 0
    while after:
        after = sql(f"select coalesce(quote_literal(credits.drop_due({after})), '')")
        steps += 1
    return steps


def archive_month(*words):
    done = subprocess.run(
        ["scripts/archive_month", *map(str, words)], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.strip()


@contextlib.contextmanager
def session():
    """A session that is told what to do, statement by statement, and answers the last line of each."""
    shell = subprocess.Popen(
        ["psql", "-qXtA", os.environ["THIN_DATABASE"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)

    def ask(statement):
        shell.stdin.write(f"{statement};\n\\echo done\n")
        shell.stdin.flush()
        lines = list(iter(lambda: shell.stdout.readline().strip(), "done"))
        return lines[0] if lines else ""

    try:
        yield ask
    finally:
        shell.stdin.close()
        shell.wait()
        shell.stdout.close()


class Months(unittest.TestCase):
    def setUp(self):
        shared = os.environ["THIN_DATABASE"]
        self.addCleanup(lambda: os.environ.update(THIN_DATABASE=shared))
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        make_database(f"thin_months_{os.getpid()}", template())
        # What is written of a job is a text like any other, whatever it looks like in a file.
        sql(STORY + "select a_long_story(), a_long_story(); "
            r"update credits.reservations set description = E'a\n\\.\nb, \"c\"' where charged = 10.5")
        sql(ARCHIVE)
        self.month = sql("select month from credits.find_archive_month(now())")
        self.count = sql(
            "select count(*) from credits.archived_entries where to_char(created_at at time zone 'UTC', 'YYYY-MM') = "
            f"'{self.month}'")

    def tearDown(self):
        database = os.environ["THIN_DATABASE"].rpartition("dbname=")
        subprocess.run(
            ["psql", "-qX", f"{database[0]}dbname=postgres", "-c", f"drop database {database[2]} with (force)"],
            check=True, capture_output=True)

    def test_files_prove_a_month_that_is_gone(self):
        database = os.environ["THIN_DATABASE"]
        code, text = archive_month("export", database, self.month, self.folder)
        self.assertEqual((code, text.partition(",")[2]), (0, " as archived"))
        self.assertTrue(text.startswith(f"{self.month}: {self.count} entries and "), text)
        files = sorted(self.folder.iterdir())
        self.assertEqual([file.name for file in files], [
            f"archived_entries-{self.month}.copy.gz", f"archived_reservations-{self.month}.copy.gz"])
        self.assertEqual({file.stat().st_mode & 0o777 for file in files}, {0o600})
        self.assertIn(r"a\n\\.\nb", gzip.decompress(files[1].read_bytes()).decode())
        self.assertEqual(archive_month("export", database, self.month, self.folder)[0], 73)

        drop_months()
        self.assertEqual(sql("select min(month) from credits.drops"), self.month)
        self.assertEqual(sql("select count(*) from credits.verify()"), "0")
        code, text = archive_month("check", database, self.month, self.folder)
        self.assertEqual((code, text.partition(", ")[2].partition(" on ")[0]), (0, "as dropped"), text)

        whole = gzip.decompress(files[0].read_bytes()).decode()
        for changed in (
                whole.replace("\tcharge\t-3\t", "\tcharge\t-4\t", 1), "\n".join(whole.split("\n")[:-2]) + "\n"):
            self.assertNotEqual(changed, whole)
            files[0].write_bytes(gzip.compress(changed.encode()))
            code, text = archive_month("check", database, self.month, self.folder)
            self.assertEqual((code, text.partition(", ")[2].partition(" on ")[0]), (1, "not as dropped"), text)
        files[0].write_bytes(gzip.compress(whole.encode())[:-20])
        self.assertNotEqual(archive_month("check", database, self.month, self.folder)[0], 0)

    def test_a_reader_keeps_its_month_and_nobody_waits_for_it(self):
        with session() as reader:
            reader("begin")
            self.assertGreater(int(reader("select count(*) from credits.all_entries")), 0)
            drop_months()
            self.assertEqual(sql("select count(*) from credits.drops"), "0")
            user = sql("select user_id from credits.accounts limit 1")
            sql(f"select credits.reserve('{user}', 1, 'story')")
            reader("commit")
        drop_months()
        self.assertNotEqual(sql("select count(*) from credits.drops"), "0")
        self.assertEqual(sql("select count(*) from credits.verify()"), "0")

    def test_who_reads_as_of_before_is_told_so(self):
        user = sql("select user_id from credits.checkpoints union select user_id from credits.archived_entries limit 1")
        with session() as reader:
            reader("begin isolation level repeatable read")
            reader("select 1")
            drop_months()
            self.assertIn("history was dropped meanwhile", reader("select count(*) from credits.verify()"))
            reader("rollback")
            reader("begin isolation level repeatable read")
            self.assertEqual(reader("select count(*) from credits.verify()"), "0")
            self.assertEqual(reader(f"select count(*) from credits.balance_at('{user}', now())"), "1")

    def test_a_refund_under_way_keeps_its_month(self):
        reservation, user = sql(
            "select r.id || ' ' || r.user_id from credits.archived_reservations r where r.charged > 10.5 and not exists "
            "(select from credits.refunds f where f.reservation_id = r.id) order by r.created_at limit 1").split()
        after = sql("select credits.drop_due()")
        after = sql(f"select credits.drop_due('{after}')")
        self.assertTrue(after.endswith(" end"))
        with session() as refunding:
            refunding("begin")
            refunding(f"select credits.refund('{user}', '{reservation}', 1)")
            self.assertEqual(sql(f"select coalesce(credits.drop_due('{after}'), 'tomorrow')"), "tomorrow")
            refunding("commit")
        self.assertEqual(sql(f"select coalesce(credits.drop_due('{after}'), 'tomorrow')"), "tomorrow")
        self.assertEqual(sql("select count(*) from credits.drops"), "0")
        drop_months()
        self.assertEqual(sql("select count(*) from credits.verify()"), "0")
        self.assertEqual(sql(
            f"select count(*) from credits.checkpoint_reservations where reservation_id = '{reservation}'"), "1")


if __name__ == "__main__":
    unittest.main()
