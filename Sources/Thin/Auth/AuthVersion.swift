internal import HTTPTypes

/// The version of the auth API that a client speaks. They differ in how errors are written.
enum AuthVersion: Sendable {
    /// Errors are `{"code":<status>,"error_code","msg"}`.
    case initial
    /// Errors are `{"code","message"}`.
    case january2024

    /// What the header says; a client that sends none, or no date, is an old one.
    init(_ headers: HTTPFields) {
        let day = headers[.supabaseVersion] ?? ""
        let isDay = day.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil
        self = isDay && day >= Self.firstDay ? .january2024 : .initial
    }

    /// What the answer says.
    var header: String? {
        switch self {
        case .initial: nil
        case .january2024: Self.firstDay
        }
    }

    private static let firstDay = "2024-01-01"
}

extension HTTPField.Name {
    /// `X-Supabase-Api-Version`.
    static let supabaseVersion = Self(known: "x-supabase-api-version")
    /// `X-Sb-Error-Code`: an error's code, whatever its body looks like.
    static let supabaseErrorCode = Self(known: "x-sb-error-code")
    /// Where a mailed link shall lead, which some clients send as a header.
    static let redirectTo = Self(known: "redirect_to")
}
