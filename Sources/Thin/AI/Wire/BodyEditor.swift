/// Changes a few bytes of a body and none of the others.
package enum BodyEditor {
    /// What takes the place of some bytes, or stands before one when the range is empty.
    package struct Splice: Sendable, Equatable {
        package let range: Range<Int>
        package let text: String

        package init(_ range: Range<Int>, _ text: String) {
            self.range = range
            self.text = text
        }
    }

    /// Applies splices that don't overlap. Those at the same place follow each other as given.
    package static func apply(_ splices: [Splice], to body: [UInt8]) -> [UInt8] {
        let ordered = splices.enumerated().sorted { left, right in
            (left.element.range.lowerBound, left.offset) < (right.element.range.lowerBound, right.offset)
        }
        var result: [UInt8] = []
        result.reserveCapacity(body.count + splices.reduce(0) { $0 + $1.text.utf8.count })
        var position = 0
        for (_, splice) in ordered {
            result += body[position..<splice.range.lowerBound]
            result += splice.text.utf8
            position = splice.range.upperBound
        }
        return result + body[position...]
    }
}
