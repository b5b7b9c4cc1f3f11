/// PostgreSQL's text form of an array of texts.
package enum ArrayLiteral {
    package static func text(_ elements: [String]) -> String {
        var result = "{"
        for element in elements {
            if result.utf8.count > 1 { result += "," }
            result += "\""
            for scalar in element.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { result.unicodeScalars.append("\\") }
                result.unicodeScalars.append(scalar)
            }
            result += "\""
        }
        return result + "}"
    }
}
