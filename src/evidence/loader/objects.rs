//! Objects of cmdlets, in whatever form they were exported.

use super::Load;
use crate::evidence::record::{ObjectClass, Record};
use crate::evidence::{Note, NoteKind, SourceId, SourceKind, classify};

impl Load<'_> {
    pub(super) fn objects(&mut self, id: SourceId, records: Vec<Record>) {
        let records: Vec<Record> = records
            .into_iter()
            .filter(|r| r.class != ObjectClass::Unknown)
            .collect();
        let first = records.first().map_or(ObjectClass::Unknown, |r| r.class);
        let mixed = records.iter().any(|r| r.class != first);
        let side = records.iter().find_map(classify::side);
        let source = self.source(id);
        source.kind = kind_of(first);
        source.side = side;
        source.records = records.len() as u64;
        if mixed {
            source.notes.push(Note::whole(NoteKind::MixedKinds));
        }
        if first.is_reference() {
            source.notes.push(Note::whole(NoteKind::Reference(first)));
        }
        self.loaded
            .objects
            .extend(records.into_iter().map(|r| (id, r)));
    }
}

/// The kind of source that holds objects of a class.
pub(crate) fn kind_of(class: ObjectClass) -> SourceKind {
    match class {
        ObjectClass::InboundConnector | ObjectClass::BlockedConnector => {
            SourceKind::InboundConnector
        }
        ObjectClass::OutboundConnector => SourceKind::OutboundConnector,
        ObjectClass::SendConnector => SourceKind::SendConnector,
        ObjectClass::ReceiveConnector => SourceKind::ReceiveConnector,
        ObjectClass::ExchangeCertificate => SourceKind::ExchangeCertificate,
        ObjectClass::AcceptedDomain => SourceKind::AcceptedDomain,
        ObjectClass::HybridConfiguration => SourceKind::HybridConfiguration,
        ObjectClass::TransportService => SourceKind::TransportService,
        ObjectClass::MessageTracking => SourceKind::MessageTracking,
        ObjectClass::Queue => SourceKind::Queue,
        ObjectClass::ExchangeServer => SourceKind::ExchangeServer,
        ObjectClass::OrganizationConfig => SourceKind::OrganizationConfig,
        ObjectClass::EdgeSubscription => SourceKind::EdgeSubscription,
        ObjectClass::EventLog => SourceKind::EventLog,
        ObjectClass::CollectManifest => SourceKind::CollectManifest,
        ObjectClass::Unknown => SourceKind::Unrecognised,
    }
}
