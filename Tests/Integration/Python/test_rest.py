"""The REST surface through PyPI's supabase client, each feature once, as its documentation shows."""

import os
import subprocess
import unittest
import uuid

from postgrest.exceptions import APIError
from postgrest.types import CountMethod
from supabase import ClientOptions, create_client


def client(url, key, schema):
    return create_client(url, key, options=ClientOptions(schema=schema))


class Fixture(unittest.TestCase):
    """Features, on a database of somebody else's."""

    def setUp(self):
        self.db = client(os.environ["FIXTURE_URL"], os.environ["SERVICE_KEY"], "test")

    def names(self, query):
        return [row["name"] for row in query.execute().data]

    def test_select(self):
        rows = self.db.table("clients").select("*").order("id").execute().data
        self.assertEqual(rows, [{"id": 1, "name": "Microsoft"}, {"id": 2, "name": "Apple"}])

    def test_renames_and_casts(self):
        rows = self.db.table("clients").select("number:id::text, name").eq("id", 1).execute().data
        self.assertEqual(rows, [{"number": "1", "name": "Microsoft"}])

    def test_filters(self):
        items = lambda: self.db.table("items").select("id, name").order("id")
        ids = lambda query: [row["id"] for row in query.execute().data]
        self.assertEqual(ids(items().eq("name", "alpha")), [1])
        self.assertEqual(ids(items().neq("name", "alpha")), [2, 3, 4])
        self.assertEqual(ids(items().gt("price", 2).lt("price", 5)), [2])
        self.assertEqual(ids(items().gte("price", 10)), [3])
        self.assertEqual(ids(items().lte("price", 0)), [4])
        self.assertEqual(ids(items().like("name", "%eta")), [2])
        self.assertEqual(ids(items().ilike("name", "ALPHA")), [1])
        self.assertEqual(ids(items().like_any_of("name", "al%,be%")), [1, 2])
        self.assertEqual(ids(items().is_("mood", "null")), [3])
        self.assertEqual(ids(items().in_("name", ["gamma, delta", "100% (sure)"])), [3, 4])
        self.assertEqual(ids(items().contains("tags", ["b"])), [1, 2])
        self.assertEqual(ids(items().contains("content", {"k": {"n": 2}})), [2])
        self.assertEqual(ids(items().contained_by("tags", ["a", "b"])), [1, 4])
        self.assertEqual(ids(items().overlaps("tags", ["c", "x"])), [2])
        self.assertEqual(ids(items().range_gt("span", [1, 5])), [2])
        self.assertEqual(ids(items().not_.in_("id", [1, 2])), [3, 4])
        self.assertEqual(ids(items().or_("id.eq.1,name.eq.beta")), [1, 2])
        self.assertEqual(ids(items().match({"id": 1, "name": "alpha"})), [1])
        self.assertEqual(ids(items().filter("price", "gt", 5)), [3])

    def test_text_search(self):
        rows = self.db.table("documents").select("id").text_search(
            "title", "brown fox", options={"type": "phrase", "config": "english"}).execute().data
        self.assertEqual(rows, [{"id": 1}])

    def test_windows_and_counts(self):
        answer = self.db.table("lots").select("*", count=CountMethod.exact).order("id").range(5, 9).execute()
        self.assertEqual((answer.count, [row["id"] for row in answer.data]), (30, [6, 7, 8, 9, 10]))
        for count in (CountMethod.planned, CountMethod.estimated):
            self.assertEqual(self.db.table("lots").select("*", count=count).limit(1).execute().count, 30)
        head = self.db.table("lots").select("*", count=CountMethod.exact, head=True).execute()
        self.assertEqual(head.count, 30)

    def test_one_row(self):
        self.assertEqual(
            self.db.table("clients").select("name").eq("id", 1).single().execute().data, {"name": "Microsoft"})
        with self.assertRaises(APIError) as failure:
            self.db.table("clients").select("name").single().execute()
        self.assertEqual(failure.exception.code, "PGRST116")
        self.assertIsNone(self.db.table("clients").select("name").eq("id", 99).maybe_single().execute())

    def test_csv(self):
        self.assertEqual(
            self.db.table("clients").select("*").order("id").csv().execute().data, "id,name\n1,Microsoft\n2,Apple")

    def test_explain(self):
        plan = self.db.table("clients").select("*").explain().execute()
        self.assertIn("clients", str(plan))

    def test_embedding(self):
        rows = self.db.table("clients").select("name, projects!inner(name, tasks(id))").eq(
            "projects.name", "OSX").execute().data
        self.assertEqual(
            rows, [{"name": "Apple", "projects": [{"name": "OSX", "tasks": [{"id": 7}, {"id": 8}]}]}])
        rows = self.db.table("clients").select("projects(id)").order("id", foreign_table="projects", desc=True).limit(
            1, foreign_table="projects").order("id").execute().data
        self.assertEqual(rows, [{"projects": [{"id": 2}]}, {"projects": [{"id": 4}]}])

    def test_changes(self):
        table = lambda: self.db.table("keyless")
        self.assertEqual(table().insert({"a": 91, "b": "x"}).execute().data, [{"a": 91, "b": "x"}])
        made = table().insert([{"a": 92, "b": "y"}, {"a": 93}], default_to_null=False).execute().data
        self.assertEqual(made, [{"a": 92, "b": "y"}, {"a": 93, "b": None}])
        self.assertEqual(table().insert({"a": 94}, returning="minimal").execute().data, [])
        self.assertEqual(table().update({"b": "z"}).eq("a", 91).execute().data, [{"a": 91, "b": "z"}])
        with self.assertRaises(APIError) as failure:
            table().delete().gt("a", 90).max_affected(1).execute()
        self.assertEqual(failure.exception.code, "PGRST124")
        gone = table().delete(count=CountMethod.exact).gt("a", 90).execute()
        self.assertEqual((gone.count, len(gone.data)), (4, 4))

    def test_upserts(self):
        table = lambda: self.db.table("parts")
        row = {"maker": "py", "number": 1, "title": "first"}
        self.assertEqual(table().upsert(row).execute().data, [row])
        self.assertEqual(table().upsert({**row, "title": "second"}).execute().data, [{**row, "title": "second"}])
        self.assertEqual(
            table().upsert(row, ignore_duplicates=True, on_conflict="maker,number").execute().data, [])
        table().delete().eq("maker", "py").execute()

    def test_functions(self):
        self.assertEqual(self.db.rpc("add", {"a": 1, "b": 2}).execute().data, 3)
        self.assertEqual(self.db.rpc("add", {"a": 1, "b": 2}, get=True).execute().data, 3)
        self.assertEqual(self.db.rpc("array_of", {"v": [1, 2]}, get=True).execute().data, [1, 2])
        self.assertEqual(self.db.rpc("noop", {}).execute().data, [])
        rows = self.db.rpc("all_projects", {}).select("id").eq("client_id", 2).order("id").limit(1).execute().data
        self.assertEqual(rows, [{"id": 3}])
        self.assertEqual(self.db.rpc("all_projects", {}, count=CountMethod.exact, head=True).execute().count, 5)

    def test_errors(self):
        for call, code in (
            (self.db.table("nope").select("*"), "PGRST205"),
            (self.db.table("clients").select("nope"), "42703"),
            (self.db.table("clients").insert({"id": 1, "name": "x"}), "23505"),
            (self.db.rpc("nope", {}), "PGRST202"),
            (self.db.rpc("raises_pt", {}), "PT402"),
        ):
            with self.assertRaises(APIError) as failure:
                call.execute()
            self.assertEqual(failure.exception.code, code)

    def test_schemas(self):
        self.assertEqual(self.db.schema("other").table("things").select("label").execute().data, [{"label": "thing"}])
        with self.assertRaises(APIError) as failure:
            self.db.schema("private").table("secrets").select("*").execute()
        self.assertEqual(failure.exception.code, "PGRST106")


class Thin(unittest.TestCase):
    """Thin's own schema."""

    def setUp(self):
        self.service = client(os.environ["THIN_URL"], os.environ["SERVICE_KEY"], "api")

    def test_a_client_on_public_is_told_of_api(self):
        with self.assertRaises(APIError) as failure:
            create_client(os.environ["THIN_URL"], os.environ["ANON_KEY"]).table("balance").select("*").execute()
        self.assertEqual(failure.exception.code, "PGRST106")
        self.assertIn("api", failure.exception.hint)

    def test_nobody_reads_a_balance(self):
        with self.assertRaises(APIError) as failure:
            client(os.environ["THIN_URL"], os.environ["ANON_KEY"], "api").table("balance").select("*").execute()
        self.assertEqual(failure.exception.code, "42501")

    def test_credits_are_granted_reserved_and_read(self):
        user = str(uuid.uuid4())
        subprocess.run(
            ["psql", "-qX", os.environ["THIN_DATABASE"], "-c",
             f"insert into auth.users (id, email) values ('{user}', '{user}@example.com')"], check=True)
        self.service.rpc("grant_credits", {"user_id": user, "amount": 10, "source": "purchase"}).execute()
        held = self.service.rpc("reserve", {"user_id": user, "amount": 4, "job_type": "story"}).execute().data
        self.assertEqual(held["status"], "reserved")
        balance = self.service.table("balance").select("available, held").eq("user_id", user).single().execute().data
        self.assertEqual(balance, {"available": 6, "held": 4})
        grants = self.service.table("credit_grants").select("amount, source").eq("user_id", user).execute().data
        self.assertEqual(grants, [{"amount": 10, "source": "purchase"}])
        with self.assertRaises(APIError) as failure:
            self.service.rpc("reserve", {"user_id": user, "amount": 7, "job_type": "story"}).execute()
        self.assertEqual(failure.exception.code, "TH402")


if __name__ == "__main__":
    unittest.main()
