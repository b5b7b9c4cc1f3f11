/// Names of an item's arguments.
enum ItemKey: String, CodingKey {
    case userID = "user_id"
    case reservationID = "reservation_id"
    case amount
    case jobType = "job_type"
    case jobID = "job_id"
    case ttl
    case overage
    case reason
    case idempotencyKey = "idempotency_key"
    case description
    case metadata
}
