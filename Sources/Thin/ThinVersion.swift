/// What this is, as `--version` says it.
public enum ThinVersion {
    /// By semantic versioning; the newest heading of CHANGELOG.md, once that isn't "Unreleased".
    public static let number = "0.1.0"
    /// With the schema that it was made for.
    public static var text: String { "\(number) (schema \(Catalogue.knownSchemaVersion))" }
}
