internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension AuthAnswer {
    /// The answer as a client of a version reads it.
    func response(for version: AuthVersion) -> Response {
        var headers = headers
        if let version = version.header { headers[.supabaseVersion] = version }
        // There are tokens in most of them.
        headers[.cacheControl] = "no-store"
        var body = body
        if status >= 400, let error = body.flatMap({ try? JSONObject(Array($0.utf8)) }) {
            if case .string(let code)? = error["code"] { headers[.supabaseErrorCode] = code }
            if case .initial = version { body = Self.older(error, status: status) }
        }
        if body != nil { headers[.contentType] = "application/json" }
        return Response(
            status: .init(code: status), headers: headers,
            body: body.map { ResponseBody(byteBuffer: ByteBuffer(string: $0)) } ?? ResponseBody())
    }

    /// An error as it was written before errors had codes: `{"code":<status>,"error_code","msg"}` and what else it says.
    private static func older(_ error: JSONObject, status: Int) -> String {
        var members = ["\"code\":\(status)"]
        for (key, value) in error.members {
            let name = key == "code" ? "error_code" : key == "message" ? "msg" : key
            members.append("\(JSONText.quoted(name)):\(value.text)")
        }
        return "{\(members.joined(separator: ","))}"
    }
}

extension JSONObject {
    /// A member's value; nil when there is none.
    fileprivate subscript(_ key: String) -> Value? {
        members.first { $0.key == key }?.value
    }
}

extension JSONObject.Value {
    /// As JSON.
    fileprivate var text: String {
        switch self {
        case .string(let text): JSONText.quoted(text)
        case .number(let text): text
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        case .nested(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}
