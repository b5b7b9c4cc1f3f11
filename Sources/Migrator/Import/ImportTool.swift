/// A tool whose folders can be taken over.
public enum ImportTool: String, Sendable, CaseIterable {
    /// `NNNNN_name.sql` with `-- +goose Up` and `-- +goose Down`. Source: pressly.github.io/goose.
    case goose
    /// `<version>_name.sql` with `-- migrate:up` and `-- migrate:down`. Source: github.com/amacneil/dbmate.
    case dbmate
    /// `NNN_name.sql` with `---- create above / drop below ----`. Source: github.com/jackc/tern.
    case tern
    /// `N_name.up.sql` and `N_name.down.sql`. Source: github.com/golang-migrate/migrate, MIGRATIONS.md.
    case golangMigrate = "golang-migrate"
    /// `V1_2__name.sql`, `U1_2__name.sql`, `R__name.sql`. Source: documentation.red-gate.com/flyway.
    case flyway
}
