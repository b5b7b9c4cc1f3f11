private import CLibPQ

/// The one owner of a `PGconn`: whoever drops it closes the connection.
struct ConnectionHandle: ~Copyable {
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// Connects, blocking the thread: host names may be looked up, and with several hosts libpq moves on to
    /// the next one when one times out, which it does only in its blocking form.
    ///
    /// - Throws: `08001`.
    static func connect(to target: ConnectionTarget) throws(PostgresError) -> ConnectionHandle {
        try validate(target.conninfo)
        let (whole, rest) = target.connectTimeout.components
        let seconds = max(2, whole + (rest > 0 ? 1 : 0))
        // What stands before `dbname` may be overridden by the connection string in it, what stands after may
        // not.
        let settings = [
            ("connect_timeout", String(seconds)), ("fallback_application_name", target.applicationName),
            ("dbname", target.conninfo), ("client_encoding", "UTF8"),
        ]
        let connection = withCStrings(settings.map(\.0)) { keywords in
            withCStrings(settings.map(\.1)) { values in PQconnectdbParams(keywords, values, 1) }
        }
        guard let connection else { throw .refused("out of memory") }
        let handle = ConnectionHandle(owning: connection)
        guard PQstatus(connection) == CONNECTION_OK else {
            throw .refused(PostgresError.trimmed(PQerrorMessage(connection)))
        }
        clibpq_drop_notices(connection)
        guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
            throw .refused(PostgresError.trimmed(PQerrorMessage(connection)))
        }
        return handle
    }

    /// Process id of the server's backend.
    var backendPID: Int32 { PQbackendPID(pointer) }

    /// The server's version, 150004 for 15.4.
    var serverVersion: Int { Int(PQserverVersion(pointer)) }

    /// libpq quotes a connection string it can't read in its message, password and all.
    private static func validate(_ conninfo: String) throws(PostgresError) {
        guard !conninfo.utf8.contains(0) else { throw .holdsNUL("the connection string") }
        let isURI = conninfo.hasPrefix("postgresql://") || conninfo.hasPrefix("postgres://")
        guard isURI || conninfo.utf8.contains(UInt8(ascii: "=")) else { return }
        guard let options = PQconninfoParse(conninfo, nil) else {
            throw .refused("the connection string can't be parsed")
        }
        PQconninfoFree(options)
    }

    deinit {
        PQfinish(pointer)
    }
}

/// Lends a null-terminated array of C strings.
private func withCStrings<R>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R
) -> R {
    let bytes = strings.flatMap { Array($0.utf8CString) }
    return bytes.withUnsafeBufferPointer { bytes in
        var next = bytes.baseAddress
        var pointers: [UnsafePointer<CChar>?] = []
        for string in strings {
            pointers.append(next)
            next = next.map { $0 + string.utf8.count + 1 }
        }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
