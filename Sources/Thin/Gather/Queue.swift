/// First in, first out.
struct Queue<Element> {
    private var elements: [Element] = []
    private var head = 0

    /// Elements gone through that are kept at most.
    private static var goneMax: Int { 1024 }

    var isEmpty: Bool { head == elements.count }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let first = elements[head]
        head += 1
        if head == elements.count || head > Self.goneMax {
            elements.removeFirst(head)
            head = 0
        }
        return first
    }
}
