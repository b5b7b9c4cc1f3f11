/// Rules for what stands in a database, under the names of Supabase's splinter, on the catalogues of PostgreSQL alone.
///
/// What belongs to extensions, to the system or to the migrator is left out.
enum DatabaseLint {
    /// The query: `rule`, `object`, `message`, `hint`.
    ///
    /// - Parameter usage: Whether to apply the rules too about how the database is used.
    static func query(of home: HistoryHome, usage: Bool = false) -> String {
        let rules = rules + exposureRules + policyRules + upkeepRules + (usage ? usageRules : [])
        return """
            with home as materialized (
                select n.oid from pg_catalog.pg_namespace n
                where \(home.isAbout)
            ),
            extended as materialized (
                select d.classid, d.objid from pg_catalog.pg_depend d where d.deptype = 'e'
            ),
            relation as materialized (
                select c.* from pg_catalog.pg_class c
                where c.relnamespace in (select oid from home) and not exists (
                    select from extended e where (e.classid, e.objid) = ('pg_catalog.pg_class'::regclass, c.oid)
                )
            )
            select rule, object, message, hint from (
                \(rules.joined(separator: "\n    union all\n"))
            ) f (rule, object, message, hint)
            order by rule collate "C", object collate "C"
            """
    }

    private static let rules = [
        """
        select 'unindexed_foreign_keys', pg_catalog.format('%s on %s', k.conname, k.conrelid::regclass),
            'a row that goes or changes its key makes the server look through all of this table',
            'create an index that begins with the key''s columns'
        from pg_catalog.pg_constraint k join relation c on c.oid = k.conrelid
        where k.contype = 'f' and k.conparentid = 0 and not exists (
            select from pg_catalog.pg_index i
            where i.indrelid = k.conrelid and i.indpred is null
                and (i.indkey::int2[])[0:pg_catalog.cardinality(k.conkey) - 1] @> k.conkey
        )
        """,
        """
        select 'auth_rls_initplan', pg_catalog.format('%s on %s', p.polname, p.polrelid::regclass),
            'a function of the session is called for every row', 'write (select auth.uid()) instead of auth.uid()'
        from pg_catalog.pg_policy p join relation c on c.oid = p.polrelid
        cross join lateral (select pg_catalog.lower(pg_catalog.concat_ws(' ',
            pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)))) e (text)
        where e.text ~ '(auth\\.(uid|jwt|role|email)\\(\\)|current_setting\\()'
            and pg_catalog.regexp_replace(e.text,
                '\\(\\s*select\\s+(auth\\.(uid|jwt|role|email)\\(\\)|current_setting\\([^)]*\\))', '', 'g')
                ~ '(auth\\.(uid|jwt|role|email)\\(\\)|current_setting\\()'
        """,
        """
        select 'no_primary_key', c.oid::regclass::text, 'rows can''t be told apart, and not be replicated',
            'give it a primary key'
        from relation c
        where c.relkind = 'r' and not c.relispartition and not exists (
            select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary
        )
        """,
        """
        select 'policy_exists_rls_disabled', c.oid::regclass::text, 'its policies don''t count',
            'enable row level security'
        from relation c
        where not c.relrowsecurity and exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid)
        """,
        """
        select 'rls_enabled_no_policy', c.oid::regclass::text, 'nobody but its owner sees a row',
            'write a policy, or revoke the rights that suggest otherwise'
        from relation c
        where c.relkind in ('r', 'p') and c.relrowsecurity
            and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid)
            and exists (
                select from pg_catalog.aclexplode(c.relacl) a where a.grantee <> c.relowner
            )
        """,
        """
        select 'rls_disabled', c.oid::regclass::text, 'everybody or a role of clients reads or writes every row',
            'enable row level security, or revoke the rights'
        from relation c
        where c.relkind in ('r', 'p') and not c.relrowsecurity and exists (
            select from pg_catalog.aclexplode(c.relacl) a
            left join pg_catalog.pg_roles r on r.oid = a.grantee
            where a.grantee = 0 or r.rolname in ('anon', 'authenticated')
        )
        """,
        """
        select 'duplicate_index', pg_catalog.string_agg(i.indexrelid::regclass::text, ', '
                order by i.indexrelid::regclass::text collate "C"),
            'the same is kept up to date twice', 'drop all but one'
        from pg_catalog.pg_index i join relation c on c.oid = i.indexrelid
        group by i.indrelid, i.indkey::text, i.indclass::text, i.indcollation::text, i.indoption::text,
            i.indisunique, pg_catalog.pg_get_expr(i.indexprs, i.indrelid), pg_catalog.pg_get_expr(i.indpred, i.indrelid)
        having count(*) > 1
        """,
        """
        select 'security_definer_view', c.oid::regclass::text,
            'it reads with its owner''s rights, past the row level security of its reader',
            'create it with (security_invoker = true)'
        from relation c
        where c.relkind = 'v' and exists (select from pg_catalog.aclexplode(c.relacl) a where a.grantee <> c.relowner)
            and not exists (
                select from pg_catalog.unnest(c.reloptions) o
                where o in ('security_invoker=true', 'security_invoker=on', 'security_invoker=1')
            )
        """,
        """
        select 'function_search_path_mutable', p.oid::regprocedure::text,
            'what its names mean depends on who calls it', 'set search_path in its definition'
        from pg_catalog.pg_proc p join pg_catalog.pg_language l on l.oid = p.prolang
        where p.pronamespace in (select oid from home) and p.prokind in ('f', 'p') and p.prosqlbody is null
            and l.lanname not in ('c', 'internal')
            and (p.prosecdef or l.lanname <> 'sql')
            and not exists (
                select from extended e where (e.classid, e.objid) = ('pg_catalog.pg_proc'::regclass, p.oid)
            )
            and not exists (select from pg_catalog.unnest(p.proconfig) s where s like 'search_path=%')
        """,
        """
        select 'multiple_permissive_policies', pg_catalog.format('%s for %s to %s', p.polrelid::regclass, k.command, k.role),
            'every one of them is evaluated for every row', 'make one of them'
        from pg_catalog.pg_policy p
        join relation c on c.oid = p.polrelid
        cross join lateral (
            select case when u.role = 0 then 'public' else pg_catalog.pg_get_userbyid(u.role)::text end, m.command
            from pg_catalog.unnest(p.polroles) u (role)
            cross join (values ('r', 'select'), ('a', 'insert'), ('w', 'update'), ('d', 'delete')) m (letter, command)
            where p.polcmd = '*' or p.polcmd::text = m.letter
        ) k (role, command)
        where p.polpermissive
        group by p.polrelid, k.command, k.role
        having count(*) > 1
        """,
    ]
}
