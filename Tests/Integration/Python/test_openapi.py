"""What the service says of itself, held against what it does: requests made up from its OpenAPI description."""

import os
import subprocess
import sys
import tempfile
import unittest

from support import PASSWORD, address, client, sql

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


class Description(unittest.TestCase):
    def try_out(self, apikey, token):
        run = subprocess.run(
            [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run", os.environ["THIN_URL"] + "/rest/v1/",
             "-H", f"apikey: {apikey}", "-H", f"Authorization: Bearer {token}", "--checks", CHECKS,
             "--phases", "fuzzing", "--max-examples", "5", "--seed", "20261121", "--no-color",
             "--generation-database", "none",
             # Whose account is gone is refused everything else; and its answer has no body, whose type could be right.
             "--exclude-path", "/rpc/delete_my_account"],
            capture_output=True, text=True, cwd=tempfile.mkdtemp())
        self.assertEqual(run.returncode, 0, run.stdout[-20_000:] + run.stderr[-2_000:])

    def test_a_server(self):
        self.try_out(os.environ["SERVICE_KEY"], os.environ["SERVICE_KEY"])

    def test_a_user(self):
        sql("update identity.settings set confirms_automatically = true")
        token = client().auth.sign_up({"email": address(), "password": PASSWORD}).session.access_token
        self.try_out(os.environ["ANON_KEY"], token)


if __name__ == "__main__":
    unittest.main()
