extension Query: ExpressibleByStringInterpolation {
    /// Takes SQL without parameters.
    public init(stringLiteral value: String) {
        self.init(unsafeText: value)
    }

    /// Takes SQL whose interpolated values are bound.
    public init(stringInterpolation: StringInterpolation) {
        self.init(unsafeText: stringInterpolation.text, parameters: stringInterpolation.parameters)
    }

    /// Collects literal SQL and the values between it.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text: String
        fileprivate var parameters: [Parameter]

        /// Reserves room for the literal parts and the placeholders between them.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + interpolationCount * 3)
            parameters = []
            parameters.reserveCapacity(interpolationCount)
        }

        /// Keeps SQL as written.
        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// Binds a parameter.
        public mutating func appendInterpolation(_ value: Parameter) {
            parameters.append(value)
            text += "$"
            text += String(parameters.count)
        }

        /// Binds text.
        public mutating func appendInterpolation(_ value: String) {
            appendInterpolation(Parameter.text(value))
        }

        /// Binds text or null.
        public mutating func appendInterpolation(_ value: String?) {
            appendInterpolation(value.map(Parameter.text) ?? .null)
        }

        /// Binds an integer.
        public mutating func appendInterpolation(_ value: Int) {
            appendInterpolation(Parameter.text(String(value)))
        }

        /// Binds an integer.
        public mutating func appendInterpolation(_ value: Int64) {
            appendInterpolation(Parameter.text(String(value)))
        }

        /// Binds a boolean.
        public mutating func appendInterpolation(_ value: Bool) {
            appendInterpolation(Parameter.text(value ? "t" : "f"))
        }

        /// Binds UTF-8 text given as bytes.
        public mutating func appendInterpolation(_ value: [UInt8]) {
            appendInterpolation(Parameter.bytes(value))
        }

        /// Writes a quoted name.
        public mutating func appendInterpolation(identifier: Identifier) {
            text += identifier.quoted
        }

        /// Splices another query in, its placeholders renumbered after the ones so far.
        public mutating func appendInterpolation(query: Query) {
            text += Placeholders.renumbered(query.text, by: query.parameters.isEmpty ? 0 : parameters.count)
            parameters += query.parameters
        }
    }
}
