extension DatabaseLint {
    /// Rules about policies that let more through than they seem to.
    static let policyRules = [
        """
        select 'rls_policy_always_true', pg_catalog.format('%s on %s', p.polname, p.polrelid::regclass),
            'every row may be written by those whom it is for', 'say which rows, or drop the policy'
        from pg_catalog.pg_policy p join relation c on c.oid = p.polrelid
        where p.polpermissive and c.relrowsecurity and p.polcmd <> 'r'
            and exists (
                select from pg_catalog.unnest(p.polroles) u (role)
                left join pg_catalog.pg_roles r on r.oid = u.role
                where u.role = 0 or r.rolname in ('anon', 'authenticated')
            )
            and (
                pg_catalog.pg_get_expr(p.polqual, p.polrelid) in ('true', '(1 = 1)')
                or pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) in ('true', '(1 = 1)')
            )
        """,
        """
        select 'rls_references_user_metadata', pg_catalog.format('%s on %s', p.polname, p.polrelid::regclass),
            'users write their user_metadata themselves', 'use app_metadata, or a table'
        from pg_catalog.pg_policy p join relation c on c.oid = p.polrelid
        where pg_catalog.concat_ws(' ', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
                pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
            ~ '(auth\\.jwt\\(\\)|request\\.jwt\\.claims).*user_metadata'
        """,
        """
        select 'rls_policy_null_auth_disjunct', pg_catalog.format('%s on %s', p.polname, p.polrelid::regclass),
            'who has no session sees every row: the first thing that it asks is whether there is none',
            'leave the test for null out, or write and instead of or'
        from pg_catalog.pg_policy p join relation c on c.oid = p.polrelid
        cross join lateral (
            with recursive step (text, number) as (
                -- Tests for null become a word that nothing else is, strings are emptied, and the parentheses around all of it go.
                select pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
                    pg_catalog.pg_get_expr(p.polqual, p.polrelid),
                    '\\((\(sessionValue)|\\( SELECT \(sessionValue)( AS \\w+)?\\)) IS NULL\\)', 'NOBODY', 'g'),
                    '''[^'']*''', '''''', 'g'),
                    '^\\((.*)\\)$', '\\1'), 0
                union all
                -- What stands in parentheses isn't at the top.
                select pg_catalog.regexp_replace(s.text, '\\([^()]*\\)', '', 'g'), s.number + 1
                from step s where s.text ~ '\\([^()]*\\)'
            )
            select s.text from step s order by s.number desc limit 1
        ) top
        where p.polpermissive and c.relrowsecurity and p.polcmd in ('r', '*') and top.text ~ '(^| OR )NOBODY( OR |$)'
            and top.text ~ ' OR '
        """,
    ]

    /// A regular expression for what is null where nobody has signed in, as the server writes it, for a string of SQL.
    private static let sessionValue =
        "(auth\\.(uid|jwt|role|email)\\(\\)|current_setting\\(''[^'']*''::text, true\\))"
}
