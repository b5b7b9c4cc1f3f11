/// Which columns of views are columns of tables, through as many views as lie between.
struct ViewOrigins {
    /// A table's column.
    struct Base: Hashable {
        /// The table's object id.
        let table: Int
        let column: String
    }

    /// Views inside views are followed so far.
    private static let depthMax = 16

    /// By view, in the order of its columns.
    private var columns: [Int: [(name: String, base: Base)]] = [:]

    init(_ relations: [CatalogueRows.Relation], views: [CatalogueRows.View]) {
        var names: [Int: [Int: String]] = [:]
        for relation in relations {
            names[relation.oid] = Dictionary((relation.columns ?? []).map { ($0.number, $0.name) }) { first, _ in first
            }
        }
        let direct = Dictionary(views.map { ($0.oid, ViewColumns.origins(in: $0.tree)) }) { first, _ in first }
        for view in views {
            columns[view.oid] = (direct[view.oid] ?? []).compactMap { origin in
                guard let name = names[view.oid]?[origin.number], let base = Self.base(origin, direct, names) else {
                    return nil
                }
                return (name, base)
            }
        }
    }

    private static func base(
        _ origin: ViewColumns.Origin, _ direct: [Int: [ViewColumns.Origin]], _ names: [Int: [Int: String]]
    ) -> Base? {
        var origin = origin
        for _ in 0..<depthMax {
            guard let view = direct[origin.table] else {
                return names[origin.table]?[origin.column].map { Base(table: origin.table, column: $0) }
            }
            guard let next = view.first(where: { $0.number == origin.column }) else { return nil }
            origin = next
        }
        return nil
    }

    /// The table's column that a view's column is.
    func base(of column: String, in view: Int) -> Base? {
        columns[view]?.first { $0.name == column }?.base
    }

    /// The views that show all of a table's columns, and under which names.
    func views(showing columns: [String], of table: Int) -> [(view: Int, names: [String])] {
        self.columns.sorted { $0.key < $1.key }.compactMap { view, shown in
            let names = columns.compactMap { column in
                shown.first { $0.base == Base(table: table, column: column) }?.name
            }
            return names.count == columns.count ? (view, names) : nil
        }
    }

    /// The columns of a view that are the primary key of the table they are from, if it shows all of them.
    func primaryKey(of view: Int, _ relations: [Int: CatalogueRows.Relation]) -> [String] {
        for (_, base) in columns[view] ?? [] {
            guard let key = relations[base.table]?.key else { continue }
            let names = key.compactMap { column in
                columns[view]?.first { $0.base == Base(table: base.table, column: column) }?.name
            }
            if names.count == key.count { return names }
        }
        return []
    }
}
