internal import HTTPTypes
import Hummingbird

extension Response {
    /// Takes away the body where there can be none (RFC 9110, section 6.4.1): the client would read it as the beginning
    /// of its next answer.
    mutating func dropForbiddenBody(after method: HTTPRequest.Method) {
        switch status.code {
        case 204, 205, 304:
            body = ResponseBody()
            headers[.contentType] = nil
        default:
            guard method == .head else { return }
            // How long it would have been is still told.
            let length = body.contentLength
            body = ResponseBody()
            headers[.contentLength] = length.map(String.init)
        }
    }
}
