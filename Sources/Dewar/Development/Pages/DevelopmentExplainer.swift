import DewarCore
import DewarHTTP
import Glibc

/// Shows the developer what a view threw, and why no view was found.
struct DevelopmentExplainer: FailureExplainer {
    /// The package's folder.
    let root: String
    /// The rules, for requests that none of them takes.
    let rules: @Sendable () -> [Rule]
    /// Whether there is somebody who tells browsers of changes.
    let reloading: FailurePage.Reloading

    func answer(to error: any Error) -> Response? {
        var page: FailurePage
        switch error {
        case let error as HTTPError:
            // One that a view answers with on purpose is no mistake.
            if request.routingError != nil {
                page = FailurePage(miss: error, request, rules())
            } else if let reason = error.reason {
                page = FailurePage(refusal: error, reason, request, root: root)
            } else {
                return nil
            }
        default: page = FailurePage(thrown: error, root: root)
        }
        page.tables += FailurePage.tables(of: request)
        page.panels += RequestTimings.current?.panels ?? []
        page.panels += currentApp.failurePanels
        page.reloading = reloading
        return page.response(to: request)
    }
}

/// What stands around a developed application: the script that reloads pages.
struct DevelopmentResponder: Responder {
    let application: any Responder
    /// Whether there is somebody who tells browsers of changes.
    let isSupervised: Bool
    private let edition = getenv(LiveReload.editionVariable).flatMap { Int(String(cString: $0)) }

    init(application: any Responder, isSupervised: Bool) {
        self.application = application
        self.isSupervised = isSupervised
    }

    func willServe(with background: any BackgroundRunner) {
        application.willServe(with: background)
    }

    func respond(to request: Request) async -> Response {
        guard isSupervised else { return await application.respond(to: request) }
        return await LiveReload.$begun.withValue(LiveReload.now) {
            await LiveReload.$edition.withValue(edition) {
                var response = await application.respond(to: request)
                LiveReload.add(to: &response, for: request)
                return response
            }
        }
    }
}
