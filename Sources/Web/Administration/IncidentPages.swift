import Foundation
import Hummingbird
import SignerProtocol
import SigningService

/// What went wrong and who looks after it, for those who administer.
extension Pages {
    private struct View {
        let rows: [Row]
        let hasNone: Bool
    }

    private struct Row {
        let id: String
        let title: String
        let severity: String
        let mark: Mark
        let state: String
        let opened: String
        let due: String
        let isOverdue: Bool
        let canAcknowledge: Bool
        let canClose: Bool
        let reason: String?
    }

    func addIncidentPages(to router: Router<APIContext>) {
        router.get("/incidents") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let language = visit.language()
                var frame = frame(words.text("incidents.heading", in: language), visit, language, sender)
                frame.isIncidents = true
                let rows = try await incidents.all(for: sender).map { row($0, language) }
                return html("incidents", frame, View(rows: rows, hasNone: rows.isEmpty), in: language)
            }
        }
        router.post("/incidents/{id}/acknowledge") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                try await incidents.acknowledge(try context.incident(), by: try await operations(visit))
                return redirect(to: "/incidents")
            }
        }
        router.post("/incidents/{id}/close") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let reason = try await Form(request)["reason"]
                try await incidents.close(try context.incident(), reason: reason, by: try await operations(visit))
                return redirect(to: "/incidents")
            }
        }
    }

    private func row(_ incident: Incident, _ language: Language) -> Row {
        var reason: String?
        if case .closed(_, _, let said) = incident.state { reason = said }
        let isOverdue = !incident.isClosed && incident.dueAt < Timestamp(.now)
        return Row(
            id: incident.id.text,
            title: incident.title.text(in: language),
            severity: words.text("incidents.severity.\(incident.severity.rawValue)", in: language),
            mark: incident.isClosed ? .done : isOverdue ? .over : incident.state == .open ? .fail : .wait,
            state: words.text("incidents.state.\(incident.state.name)", in: language),
            opened: JapaneseTime(incident.openedAt).register,
            due: JapaneseTime(incident.dueAt).register,
            isOverdue: isOverdue,
            canAcknowledge: incident.state == .open,
            canClose: !incident.isClosed,
            reason: reason
        )
    }
}

extension APIContext {
    fileprivate func incident() throws -> IncidentID {
        guard let id = parameters.get("id").flatMap({ IncidentID($0) }) else { throw ServiceError.incidentUnknown }
        return id
    }
}
