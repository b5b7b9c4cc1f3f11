"""What is installed: programs that need no Swift, SQL, completions and units; and the same as a Debian package."""

import os
import pathlib
import re
import subprocess
import unittest

from servers import BUILD, ROOT, run, workshop


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(workshop("thin-package-"))

    def install(self, name, prefix):
        environment = os.environ | {
            "THIN_BUILD": str(BUILD), "DESTDIR": str(self.folder / name), "PREFIX": prefix}
        subprocess.run([ROOT / "scripts/install"], env=environment, check=True)
        return pathlib.Path(f"{self.folder / name}{prefix}")

    def assert_installed(self, prefix):
        """Whatever is needed is there and can be read by others than its owner."""
        for path in ("bin/thin", "bin/migrator"):
            self.assertIn("USAGE", run(prefix / path, "--help").stdout)
        self.assertRegex(run(prefix / "bin/thin", "--version").stdout, r"^\d+\.\d+\.\d+ \(schema \d{14}\)\n$")
        migrations = sorted(path.name for path in (ROOT / "sql/migrations").iterdir())
        self.assertEqual(sorted(path.name for path in (prefix / "share/thin/sql/migrations").iterdir()), migrations)
        for path in ("share/bash-completion/completions/thin", "share/zsh/vendor-completions/_migrator",
                     "share/fish/vendor_completions.d/thin.fish", "share/doc/thin/operations.md"):
            self.assertTrue((prefix / path).stat().st_size > 0, path)
        for path in prefix.rglob("*"):
            self.assertTrue(path.stat().st_mode & 0o004, f"{path} is its owner's only")

    def test_a_prefix(self):
        prefix = self.install("installed", "/usr")
        self.assert_installed(prefix)
        unit = (prefix / "lib/systemd/system/thin.service").read_text()
        self.assertIn("ExecStart=/usr/bin/thin serve", unit)
        with self.subTest("completions are the shell's"):
            script = prefix / "share/bash-completion/completions/thin"
            done = run("bash", "-c", f'source "{script}" && complete -p thin')
            self.assertIn("thin", done.stdout)
        with self.subTest("where there is no Swift"):
            path = re.search(r"R.*PATH.*\[(/[^:]*swift[^:\]]*)", run("readelf", "-d", prefix / "bin/thin").stdout)
            if os.geteuid() == 0 and path:
                hidden = f"mount -t tmpfs none {path.group(1)} && exec '{prefix}/bin/thin' --version"
                self.assertIn("schema", run("unshare", "-m", "sh", "-c", hidden).stdout)
        with self.subTest("twice is once"):
            self.install("installed", "/usr")
            self.assert_installed(prefix)
        with self.subTest("another prefix is in the units"):
            other = self.install("other", "/opt/thin")
            unit = (other / "lib/systemd/system/thin.service").read_text()
            self.assertIn("ExecStart=/opt/thin/bin/thin serve", unit)

    def test_a_debian_package(self):
        tools = "command -v dpkg-deb && command -v dpkg-shlibdeps && command -v fakeroot"
        if run("sh", "-c", tools, check=False).returncode:
            self.skipTest("no tools for Debian's packages")
        done = subprocess.run(
            [ROOT / "scripts/package", self.folder], env=os.environ | {"THIN_BUILD": str(BUILD)}, text=True,
            capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        package = pathlib.Path(done.stdout.strip())
        fields = run("dpkg-deb", "--field", package).stdout
        self.assertRegex(fields, r"Version: \d+\.\d+\.\d+")
        # What the system brings, and nothing of Swift.
        self.assertRegex(fields, r"Depends: .*libpq5")
        self.assertNotRegex(re.search("Depends: .*", fields).group(), "[sS]wift")
        # Installed by dpkg with all its scripts, into a root of its own: this machine's packages stay as they are.
        root = self.folder / "root"
        administration = root / "var/lib/dpkg"
        for name in ("updates", "info", "triggers"):
            (administration / name).mkdir(parents=True)
        for name in ("status", "available"):
            (administration / name).touch()
        dpkg = ("dpkg", f"--root={root}", "--force-not-root", "--force-depends", "--force-script-chrootless",
                "--log=/dev/null")
        environment = os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
        installed = run(*dpkg, "--install", package, check=False, env=environment)
        self.assertEqual(installed.returncode, 0, installed.stdout)
        self.assert_installed(root / "usr")
        settings = root / "etc/thin/thin.env"
        secret = re.search(r"^THIN_JWT_SECRET=([0-9a-f]{64})$", settings.read_text(), re.M).group(1)
        self.assertEqual(settings.stat().st_mode & 0o007, 0)
        with self.subTest("installed again, it keeps its settings"):
            run(*dpkg, "--install", package, env=environment)
            self.assertIn(secret, settings.read_text())
        with self.subTest("purged, nothing is left"):
            run(*dpkg, "--purge", "thin", env=environment)
            left = [path for path in root.rglob("*") if path.is_file() and administration not in path.parents]
            self.assertEqual(left, [])


if __name__ == "__main__":
    unittest.main()
