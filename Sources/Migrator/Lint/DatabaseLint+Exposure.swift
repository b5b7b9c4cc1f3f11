extension DatabaseLint {
    /// Rules about what clients reach: everybody, or the roles that a Supabase project gives them.
    static let exposureRules = [
        """
        select 'extension_in_public', e.extname::text, 'what it brings stands among the objects that clients reach',
            'move it: alter extension … set schema …'
        from pg_catalog.pg_extension e
        where e.extnamespace = pg_catalog.to_regnamespace('public') and e.extrelocatable
            and exists (select from home where oid = e.extnamespace)
        """,
        relation("materialized_view_in_api", kind: "m", "clients read all of it: row level security can't be on it"),
        relation("foreign_table_in_api", kind: "f", "clients read all of it: row level security can't be on it"),
        """
        select 'auth_users_exposed', c.oid::regclass::text, 'clients may see other people''s accounts through it',
            'revoke the rights, or leave auth.users out'
        from relation c
        where c.relkind in ('v', 'm') and \(isReached("c.relacl", "c.relowner"))
            and exists (
                select from pg_catalog.pg_rewrite r join pg_catalog.pg_depend d
                    on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
                join pg_catalog.pg_class u on d.refclassid = 'pg_catalog.pg_class'::regclass and u.oid = d.refobjid
                join pg_catalog.pg_namespace n on n.oid = u.relnamespace
                where r.ev_class = c.oid and n.nspname = 'auth' and u.relname = 'users'
            )
        """,
        """
        select 'fkey_to_auth_unique', pg_catalog.format('%s on %s', k.conname, k.conrelid::regclass),
            'it keeps Supabase from changing that key', 'refer to the primary key'
        from pg_catalog.pg_constraint k join relation c on c.oid = k.conrelid
        join pg_catalog.pg_class t on t.oid = k.confrelid
        join pg_catalog.pg_namespace n on n.oid = t.relnamespace
        join pg_catalog.pg_index i on i.indexrelid = k.conindid
        where k.contype = 'f' and n.nspname = 'auth' and c.relnamespace <> t.relnamespace and not i.indisprimary
        """,
        """
        select 'sensitive_columns_exposed', c.oid::regclass::text,
            pg_catalog.format('by their names these columns are for few: %s',
                pg_catalog.string_agg(a.attname, ', ' order by a.attnum)),
            'enable row level security, revoke the rights, or keep them in a table of their own'
        from relation c join pg_catalog.pg_attribute a on a.attrelid = c.oid
        where c.relkind in ('r', 'p') and not c.relrowsecurity and a.attnum > 0 and not a.attisdropped
            and pg_catalog.regexp_replace(pg_catalog.lower(a.attname), '[^a-z0-9]+', '_', 'g')
                ~ '(^|_)(\(sensitiveNames.joined(separator: "|")))(_|$)'
            and (\(isReached("c.relacl", "c.relowner")) or \(isReached("a.attacl", "c.relowner")))
        group by c.oid
        """,
        definer("anon_security_definer_function_executable", role: "anon"),
        definer("authenticated_security_definer_function_executable", role: "authenticated"),
    ]

    /// What columns are named like that hold secrets, or what laws protect.
    private static let sensitiveNames = [
        "passwords?", "passwd", "pwd", "passphrase", "secrets?", "token", "jwt", "otp", "api_?key", "private_?key",
        "ssh_?key", "pgp_?key", "auth_code", "certificate", "ssn", "social_security", "driver_?licen[cs]e", "passport",
        "national_id", "tax_id", "credit_card", "card_number", "cvv", "cvc", "bank_account", "account_number",
        "routing_number", "iban", "swift_code", "health_record", "medical_record", "patient_id", "insurance_number",
        "diagnosis", "diagnose", "mac_address", "imei", "device_uuid", "fingerprint", "biometric", "facial_recognition",
    ]

    /// The condition that everybody, or a role of clients, has a right.
    private static func isReached(_ rights: String, _ owner: String) -> String {
        """
        exists (
                select from pg_catalog.aclexplode(\(rights)) a
                left join pg_catalog.pg_roles r on r.oid = a.grantee
                where a.grantee <> \(owner) and (a.grantee = 0 or r.rolname in ('anon', 'authenticated'))
            )
        """
    }

    private static func relation(_ rule: String, kind: String, _ message: String) -> String {
        """
        select '\(rule)', c.oid::regclass::text, '\(message.replacing("'", with: "''"))',
            'revoke the rights, and show a view of it'
        from relation c where c.relkind = '\(kind)' and \(isReached("c.relacl", "c.relowner"))
        """
    }

    private static func definer(_ rule: String, role: String) -> String {
        """
        select '\(rule)', p.oid::regprocedure::text, 'whoever calls it acts with its owner''s rights',
            'revoke execute, or make it security invoker'
        from pg_catalog.pg_proc p join pg_catalog.pg_roles r on r.rolname = '\(role)'
        where p.pronamespace in (select oid from home) and p.prosecdef
            and pg_catalog.has_function_privilege(r.oid, p.oid, 'execute')
            and pg_catalog.has_schema_privilege(r.oid, p.pronamespace, 'usage')
            and p.prorettype not in ('pg_catalog.trigger'::regtype, 'pg_catalog.event_trigger'::regtype)
            and not exists (
                select from extended e where (e.classid, e.objid) = ('pg_catalog.pg_proc'::regclass, p.oid)
            )
        """
    }
}
