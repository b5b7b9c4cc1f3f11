#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The parameters of a pipeline as the C strings libpq wants, in one buffer that is used again.
struct ParameterBuffer {
    /// The server refuses longer messages. Source: `PQ_LARGE_MESSAGE_LIMIT`, `MaxAllocSize`.
    static let maximumBytes = 0x3FFF_FFFF
    /// The wire format counts parameters in 16 bits. Source: `PQ_QUERY_PARAM_MAX_LIMIT`.
    static let maximumCount = 65_535
    /// A buffer that has grown beyond this many bytes isn't kept for the next pipeline.
    static let keptBytes = 65_536

    private var bytes: [UInt8] = []
    /// Where each value starts; -1 stands for null.
    private var starts: [Int] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    /// Empties the buffer.
    mutating func reset() {
        if bytes.capacity > Self.keptBytes { bytes = [] }
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
    }

    /// Appends one statement's parameters.
    ///
    /// - Throws: `22021` for a NUL byte, `54000` for more than a message can carry.
    mutating func append(_ parameters: [Parameter]) throws(PostgresError) {
        guard parameters.count <= Self.maximumCount else {
            throw .misuse("54000", "more than \(Self.maximumCount) parameters")
        }
        for parameter in parameters {
            let start = bytes.count
            switch parameter {
            case .null:
                starts.append(-1)
                continue
            case .text(let text): bytes += text.utf8
            case .bytes(let value): bytes += value
            }
            guard bytes.count < Self.maximumBytes else {
                throw .misuse("54000", "the parameters are longer than \(Self.maximumBytes) bytes")
            }
            guard !holdsNUL(from: start) else { throw .holdsNUL("a parameter") }
            bytes.append(0)
            starts.append(start)
        }
    }

    /// Lends the values of all statements, one after the other; valid only inside `body`.
    mutating func withPointers<R>(_ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> R) -> R {
        bytes.withUnsafeBytes { bytes in
            pointers.removeAll(keepingCapacity: true)
            for start in starts {
                let value = start < 0 ? nil : bytes.baseAddress.map { $0 + start }
                pointers.append(value?.assumingMemoryBound(to: CChar.self))
            }
            return pointers.withUnsafeBufferPointer(body)
        }
    }

    private func holdsNUL(from start: Int) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, start < bytes.count else { return false }
            return memchr(base + start, 0, bytes.count - start) != nil
        }
    }
}
