/// What leaves by a queue of the database, as logs and metrics name it.
package enum Outgoing: String, Sendable {
    case mail
    case webhook
    case topUp = "top_up"
    case errand
}
