internal import Postgres
internal import ServiceLifecycle
internal import UnixSignals

/// Has the catalogue read again on SIGUSR1, as PostgREST does.
struct ReloadSignal: Service {
    let catalogue: CatalogueCache

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigusr1)
        await cancelWhenGracefulShutdown {
            for await _ in signals { await self.catalogue.reloadOrTell() }
        }
    }
}
