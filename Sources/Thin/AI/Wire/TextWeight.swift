/// How many bytes of text there are, and how many of them may be a token each.
package struct TextWeight: Sendable, Equatable {
    package private(set) var bytes = 0
    package private(set) var denseBytes = 0

    package init() {}
}
