import ArgumentParser
import Foundation
import Thin

/// Which repository of backups is meant.
struct RepositoryOptions: ParsableArguments {
    @Option(name: .long, help: "Folder of the backups; else THIN_BACKUP_REPOSITORY.", completion: .directory)
    var repository: String?

    /// The folder.
    ///
    /// - Throws: `ConfigurationError` when nothing names it.
    func folder() throws(ConfigurationError) -> String {
        let variable = "THIN_BACKUP_REPOSITORY"
        guard let folder = repository ?? ProcessInfo.processInfo.environment[variable], !folder.isEmpty else {
            throw ConfigurationError(variable: variable, rule: "or --repository names the folder of the backups")
        }
        return folder
    }
}

/// Says what is being done, on standard error, since standard output is for answers.
func tell(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
}
