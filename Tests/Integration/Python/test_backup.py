"""Backups, archived WAL and restores: what is refused, encrypted and removed, and how damage is found."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

from servers import Cluster, as_server, install, run, until, workshop


class Backups(unittest.TestCase):
    """A small cluster that archives into a repository; both are the class's."""

    encryption = ()

    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(workshop("thin-backup-"))
        cls.programs = install()
        cls.repository = cls.folder / "my 100% backups"
        cls.identity = ()
        cls.set_up_keys()
        cls.thin("backups", "init", "--repository", cls.repository, *cls.encryption)
        cls.cluster = Cluster(
            cls.folder, wal_level="replica", archive_mode="on",
            archive_command=f'{cls.programs}/bin/thin archive-wal --repository "{cls.folder}/my 100%% backups" %p')
        cls.cluster.make().start()
        cls.addClassCleanup(cls.cluster.stop, "immediate")
        cls.cluster.sql("create table notes (id int primary key, at timestamptz default clock_timestamp())")

    @classmethod
    def set_up_keys(cls):
        pass

    @classmethod
    def thin(cls, *words, check=True, **environment):
        settings = [f"{name}={value}" for name, value in environment.items()]
        return run(*as_server("env", *settings, cls.programs / "bin/thin", *words), check=check)

    @classmethod
    def backup(cls, *words, check=True, **environment):
        return cls.thin(
            "backup", "--repository", cls.repository, "--database", cls.cluster.conninfo(), "--fast", *words,
            check=check, **environment)

    @classmethod
    def backups(cls):
        return json.loads(cls.thin("backups", "--repository", cls.repository, "--json").stdout)

    @classmethod
    def restore(cls, name, *words, check=True):
        return cls.thin(
            "restore", "--repository", cls.repository, "--data-dir", cls.folder / name, *cls.identity, *words,
            check=check)

    @classmethod
    def note(cls, number):
        """Writes a row, and says at what moment it was there and a later one wasn't."""
        cls.cluster.sql(f"insert into notes values ({number})")
        return cls.cluster.sql("select clock_timestamp() at time zone 'UTC'")

    @classmethod
    def archive(cls):
        name = cls.cluster.sql("select pg_walfile_name(pg_switch_wal())")
        until(lambda: cls.cluster.sql(f"select last_archived_wal >= '{name}' from pg_stat_archiver") == "t")
        return name

    def notes(self, name):
        server = Cluster(self.folder, name).start()
        try:
            return server.sql("select string_agg(id::text, ' ' order by id) from notes")
        finally:
            server.stop()

    def assert_refused(self, done, *words):
        self.assertEqual(done.returncode, 1, done.stdout)
        for word in words:
            self.assertIn(word, done.stdout)

    def segment(self, name):
        return next((self.repository / "wal" / name[:16]).glob(f"{name}-*"))


class Plain(Backups):
    def test_a_cluster_s_life(self):
        """Backups, moments in between, what is refused and removed: one story, as each step needs the one before."""
        self.assert_refused(self.restore("early", check=False), "there is no backup yet")
        before = self.note(1)
        self.backup()
        first = self.note(2)
        self.note(3)
        self.archive()
        with self.subTest("a moment before all backups"):
            self.assert_refused(self.restore("early", "--to", before, check=False), "before the first backup")
        with self.subTest("no time"):
            self.assert_refused(self.restore("early", "--to", "yesterday", check=False), "'yesterday' is no time")
            self.assert_refused(self.restore("early", "--to", "2026-02-30 10:00", check=False), "is no time")
        with self.subTest("a time to come"):
            self.assert_refused(self.restore("early", "--to", "2999-01-01", check=False), "is no time")
            self.assert_refused(self.restore("early", "--to", "2999-01-01 00:00", check=False), "hasn't come yet")
        with self.subTest("no backup of that name"):
            self.assert_refused(self.restore("early", "--backup", "x", check=False), "there is no backup x")
        with self.subTest("a folder with something in it"):
            self.assert_refused(
                self.restore(self.cluster.data.name, check=False), "isn't empty; choose another folder with --data-dir")
        with self.subTest("after all that is archived"):
            late = self.cluster.sql("select clock_timestamp() at time zone 'UTC'")
            self.assert_refused(
                self.restore("late", "--to", late, check=False), "nothing is archived of", "the last commit was at")
        with self.subTest("a moment"):
            self.assertIn("last commit", self.restore("first", "--to", first).stdout)
            self.assertEqual(self.notes("first"), "1 2")
        with self.subTest("all there is, in another zone's time"):
            self.restore("all")
            self.assertEqual(self.notes("all"), "1 2 3")
        with self.subTest("the new timeline is announced as soon as it is archived at all"):
            self.assertEqual(
                [path.name for path in (self.folder / "all/pg_wal/archive_status").glob("*.history.ready")],
                ["00000002.history.ready"])
            self.assertFalse((self.repository / "wal/history").exists())
        with self.subTest("older ones, and what only they needed, are removed"):
            old = self.backups()[0]
            self.backup("--keep", "1")
            kept, = self.backups()
            self.assertNotEqual(kept["id"], old["id"])
            left = sorted(path.name[:24] for path in self.repository.glob("wal/0*/*"))
            self.assertEqual(left[0], kept["first_segment"])
            self.note(4)
            self.archive()
            self.restore("newest")
            self.assertEqual(self.notes("newest"), "1 2 3 4")
        with self.subTest("interrupted, it leaves no server behind"):
            folder = self.folder / "interrupted"
            process = subprocess.Popen(
                as_server(self.programs / "bin/thin", "restore", "--repository", self.repository, "--data-dir", folder),
                cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            until(lambda: (folder / "postmaster.pid").exists() or process.poll() is not None)
            for pid in run("pgrep", "-f", f"restore .*{folder}", check=False).stdout.split():
                with contextlib.suppress(OSError):
                    if pathlib.Path(f"/proc/{pid}/comm").read_text() == "thin\n":
                        os.kill(int(pid), signal.SIGTERM)
            process.wait(60)
            until(lambda: not (folder / "postmaster.pid").exists(), what="the end of the server")
        with self.subTest("what is half done is no backup, and goes"):
            half = self.repository / "base/.unfinished-20200101T000000Z/data"
            run(*as_server("mkdir", "-p", half))
            self.assertEqual(len(self.backups()), 1)
            self.backup()
            self.assertFalse(half.exists())

    def test_who_may_and_what_for(self):
        with self.subTest("no repository"):
            self.assert_refused(
                self.thin("backups", "--repository", "/nowhere", check=False),
                "thin backups init --repository /nowhere")
            self.assert_refused(self.thin("backups", check=False), "THIN_BACKUP_REPOSITORY")
        with self.subTest("twice"):
            self.assert_refused(
                self.thin("backups", "init", "--repository", self.repository, check=False),
                "is a repository of backups already")
        with self.subTest("no server"):
            self.assert_refused(self.thin(
                "backup", "--repository", self.repository, "--database", "host=/nowhere", check=False), "thin:")
        with self.subTest("keeping none"):
            self.assertNotEqual(self.backup("--keep", "0", check=False).returncode, 0)
        if os.geteuid() == 0:
            with self.subTest("root"):
                done = run(self.programs / "bin/thin", "backup", "--repository", self.repository, check=False)
                self.assert_refused(done, "not as root")
        with self.subTest("a password is no argument of another program"):
            self.cluster.sql("create role copier login replication password 'planted'")
            url = f"postgres://copier:planted@127.0.0.1:{self.cluster.port}/postgres"
            process = subprocess.Popen(
                as_server(self.programs / "bin/thin", "backup", "--repository", self.repository, "--fast"), cwd="/",
                env=os.environ | {"THIN_BACKUP_URL": url}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            seen = set()
            while process.poll() is None:
                seen |= {line for line in run("ps", "-eo", "args").stdout.splitlines() if "--wal-method" in line}
            self.assertEqual(process.returncode, 0)
            self.assertTrue(seen)
            self.assertFalse([line for line in seen if "planted" in line])

    def test_the_archive(self):
        """What a server archives is kept once, and found again as it was."""
        name = self.archive()
        path = self.cluster.data / "pg_wal" / name
        store = ("archive-wal", "--repository", self.repository)
        fetched = self.folder / "fetched"
        with self.subTest("the same once more"):
            until(lambda: self.segment(name))
            self.thin(*store, path)
            self.assertEqual(len(list(self.segment(name).parent.glob(f"{name}-*"))), 1)
        with self.subTest("others of that name"):
            other = self.folder / name
            run(*as_server("sh", "-c", 'head -c 16777216 /dev/zero >"$0"', other))
            self.assert_refused(self.thin(*store, other, check=False), "is archived with other contents")
        with self.subTest("what no server archives"):
            self.assert_refused(self.thin(*store, "/etc/passwd", check=False), "is no name of a file")
            self.assertEqual(self.thin("fetch-wal", "--repository", self.repository, "../../repository.json", fetched,
                                       check=False).returncode, 200)
        with self.subTest("what isn't there ends an archive"):
            done = self.thin("fetch-wal", "--repository", self.repository, "0" * 24, fetched, check=False)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
        with self.subTest("found as it was"):
            self.thin("fetch-wal", "--repository", self.repository, name, fetched)
            self.assertEqual(fetched.read_bytes(), path.read_bytes())
        with self.subTest("what is damaged isn't taken for the end"):
            kept = self.segment(name)
            whole = kept.read_bytes()
            for damaged in (whole[:-100], b"", whole[:-8] + b"12345678"):
                kept.write_bytes(damaged)
                done = self.thin("fetch-wal", "--repository", self.repository, name, fetched, check=False)
                self.assertEqual(done.returncode, 200, done.stdout)
            kept.write_bytes(whole)
        with self.subTest("a process that dies leaves nothing behind that counts"):
            run(*as_server("cp", path, self.folder / ("0" * 23 + "1")))
            words = as_server(self.programs / "bin/thin", *store, self.folder / ("0" * 23 + "1"))
            for delay in (0.02, 0.05, 0.1, 0.2):
                process = subprocess.Popen(words, cwd="/", start_new_session=True, stderr=subprocess.DEVNULL)
                time.sleep(delay)
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            self.thin(*store, self.folder / ("0" * 23 + "1"))
            self.thin("fetch-wal", "--repository", self.repository, "0" * 23 + "1", fetched)
            self.assertEqual(fetched.read_bytes(), path.read_bytes())
            run("rm", "-rf", self.repository / "wal" / ("0" * 16))


class Encrypted(Backups):
    """With the key elsewhere, as far as who makes backups can tell."""

    @classmethod
    def set_up_keys(cls):
        if run("sh", "-c", "command -v age", check=False).returncode != 0:
            raise unittest.SkipTest("age isn't installed")
        key = cls.folder / "identity"
        run(*as_server("age-keygen", "-o", key))
        cls.encryption = ("--encrypt", "age:" + run("age-keygen", "-y", key).stdout.strip())
        cls.identity = ("--identity", key)

    def test_nothing_is_readable_without_the_key(self):
        self.note(1)
        self.cluster.sql("create table planted as select 'planted words' as text")
        self.backup()
        moment = self.note(2)
        self.note(3)
        self.archive()
        files = [path for path in self.repository.rglob("*") if path.is_file() and path.suffix != ".json"]
        self.assertTrue(files)
        for path in files:
            self.assertTrue(path.read_bytes().startswith(b"age-encryption.org"), path)
        with self.subTest("without the key"):
            done = self.thin(
                "restore", "--repository", self.repository, "--data-dir", self.folder / "closed", check=False)
            self.assert_refused(done, "name the file of the private key")
            self.assertEqual(list((self.folder / "closed").iterdir()), [])
        with self.subTest("with another key"):
            other = self.folder / "other"
            run(*as_server("age-keygen", "-o", other))
            done = self.thin("restore", "--repository", self.repository, "--data-dir", self.folder / "closed",
                             "--identity", other, check=False)
            self.assert_refused(done, "age failed")
        with self.subTest("with it"):
            self.restore("open", "--to", moment)
            self.assertEqual(self.notes("open"), "1 2")
        with self.subTest("a backup that was changed"):
            file, = self.repository.glob("base/*/base.tar.gz.age")
            with file.open("r+b") as opened:
                opened.seek(5000)
                opened.write(b"x")
            self.assert_refused(self.restore("changed", check=False), "isn't what was written there")

    def test_gnupg_s_keys(self):
        if run("sh", "-c", "command -v gpg", check=False).returncode != 0:
            self.skipTest("GnuPG isn't installed")
        home, repository = self.folder / "gnupg", self.folder / "by gnupg"
        run(*as_server("mkdir", "-m", "700", home))
        run(*as_server("env", f"GNUPGHOME={home}", "gpg", "--batch", "--quiet", "--passphrase", "",
                       "--quick-generate-key", "backup@gpg.test", "default", "default"))
        self.addCleanup(run, *as_server("env", f"GNUPGHOME={home}", "gpgconf", "--kill", "gpg-agent"), check=False)
        self.thin("backups", "init", "--repository", repository, "--encrypt", "gpg:backup@gpg.test", GNUPGHOME=home)
        name, fetched = "1" * 24, self.folder / "by gnupg fetched"
        segment = self.folder / name
        run(*as_server("sh", "-c", 'head -c 1000000 /dev/urandom >"$0"', segment))
        self.thin("archive-wal", "--repository", repository, segment, GNUPGHOME=home)
        kept, = repository.glob(f"wal/*/{name}-*.gz.gpg")
        self.assertGreater(kept.stat().st_size, 1000000)
        self.thin("fetch-wal", "--repository", repository, name, fetched, GNUPGHOME=home)
        self.assertEqual(fetched.read_bytes(), segment.read_bytes())
        without = self.thin("fetch-wal", "--repository", repository, name, fetched, GNUPGHOME="/nowhere", check=False)
        self.assertEqual(without.returncode, 200, without.stdout)

    def test_keys_that_are_none(self):
        for text, word in (("x", "is no encryption"), ("age:--help", "is no encryption"), ("age:nobody", "age failed"),
                           ("gpg:nobody@nowhere.test", "gpg failed")):
            with self.subTest(text):
                folder = self.folder / "never"
                done = self.thin("backups", "init", "--repository", folder, "--encrypt", text, check=False)
                self.assert_refused(done, word)
                self.assertFalse((folder / "repository.json").exists())


if __name__ == "__main__":
    unittest.main()
