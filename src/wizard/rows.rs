//! What the rows of each step are: the face draws them in this order, and a
//! selection is an index into them.

use super::{Model, Place};
use crate::attribution::Status;
use crate::diagnosis::{Code, Comparison, RowId, RowStatus};
use crate::evidence::{Location, Side};
use crate::remedy::collect::{Collect, collect};

/// A row of step 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceRow {
    /// A file that was read: index into the analysis' `gathered.sources`.
    Source(usize),
    /// A folder that was given, above its files; or something given of which nothing was
    /// read (yet): index into [`Model::given`].
    Given(usize),
    /// A file that is left out: index into `Model::left_out`.
    LeftOut(usize),
    /// What is missing: index into `diagnosis.needs`.
    Need(usize),
    /// While nothing was given, a folder in which evidence lies by default: index
    /// into [`Model::offered`].
    Offered(usize),
}

/// A row of step 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareRow {
    /// Index into `diagnosis.comparison`.
    Row(usize),
    /// Condition A.
    Organization,
    /// Condition B.
    Connector,
}

/// A row of step 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyRow {
    /// Newer evidence: index into `verify.given`.
    Given(usize),
    /// A root cause of before or of now: its finding's code.
    Cause(Code),
}

/// Rows of the comparison on which condition A rests.
const ORGANIZATION: &[RowId] = &[
    RowId::OrganizationCertificateDomain,
    RowId::OrganizationSenderDomain,
];
/// Rows of the comparison on which condition B rests.
const CONNECTOR: &[RowId] = &[
    RowId::CertificateName,
    RowId::EgressIp,
    RowId::ConnectorType,
    RowId::ConnectorEnabled,
    RowId::ConnectorDomains,
];

impl Model {
    /// The rows of step 2.
    pub fn evidence_rows(&self) -> Vec<EvidenceRow> {
        if self.analysis.is_none() && self.given.is_empty() {
            return (0..self.offered.len()).map(EvidenceRow::Offered).collect();
        }
        let needs = self.analysis.as_ref().map(|a| a.diagnosis.needs.len());
        let mut rows = self.file_rows();
        rows.extend((0..needs.unwrap_or(0)).map(EvidenceRow::Need));
        rows
    }

    /// Which of what was given a file belongs to.
    pub(super) fn owner(&self, source: usize) -> Option<usize> {
        let analysis = self.analysis.as_ref()?;
        let file = analysis.gathered.files.get(source)?;
        self.given.iter().position(|g| super::owns(&g.input, file))
    }

    /// The commands that get what is missing.
    pub fn collect(&self, need: usize) -> Vec<Collect> {
        let Some(analysis) = &self.analysis else {
            return Vec::new();
        };
        let need = analysis.diagnosis.needs.get(need);
        need.map_or_else(Vec::new, |n| collect(&analysis.gathered.facts, &n.reason))
    }

    /// The rows of step 3, only differences when these are asked for.
    pub fn compare_rows(&self) -> Vec<CompareRow> {
        let Some(analysis) = &self.analysis else {
            return Vec::new();
        };
        let diagnosis = &analysis.diagnosis;
        let all = !self.compare.1;
        let differs =
            |row: &Comparison| matches!(row.status, RowStatus::Mismatch | RowStatus::Unknown);
        let rows = diagnosis.comparison.iter().enumerate();
        let mut shown: Vec<CompareRow> = rows
            .filter(|(_, row)| all || differs(row))
            .map(|(index, _)| CompareRow::Row(index))
            .collect();
        let conditions = [
            (CompareRow::Organization, diagnosis.organization.0),
            (CompareRow::Connector, diagnosis.connector.0),
        ];
        let conditions = conditions.into_iter();
        shown.extend(
            conditions
                .filter(|(_, status)| all || *status != Status::Met)
                .map(|(row, _)| row),
        );
        shown
    }

    /// The value of a row on the side that is chosen, or on the other where it has none.
    pub(super) fn compared_value(&self, row: CompareRow) -> Option<String> {
        let CompareRow::Row(index) = row else {
            return None;
        };
        let row = self.analysis.as_ref()?.diagnosis.comparison.get(index)?;
        let (first, second) = self.sides(row);
        first.or(second).map(|cell| cell.value.clone())
    }

    fn sides<'r>(
        &self,
        row: &'r Comparison,
    ) -> (
        Option<&'r crate::diagnosis::Cell>,
        Option<&'r crate::diagnosis::Cell>,
    ) {
        match self.compare_side {
            Side::OnPremises => (row.on_premises.as_ref(), row.cloud.as_ref()),
            Side::Tenant => (row.cloud.as_ref(), row.on_premises.as_ref()),
        }
    }

    /// Where a row was read: the side that is chosen first.
    pub(super) fn compared_places(&self, row: CompareRow) -> Vec<Place> {
        let Some(analysis) = &self.analysis else {
            return Vec::new();
        };
        let comparison = &analysis.diagnosis.comparison;
        let rows: Vec<&Comparison> = match row {
            CompareRow::Row(index) => comparison.get(index).into_iter().collect(),
            CompareRow::Organization => of_ids(comparison, ORGANIZATION),
            CompareRow::Connector => of_ids(comparison, CONNECTOR),
        };
        let sides = rows.iter().map(|row| self.sides(row));
        let (first, second): (Vec<_>, Vec<_>) = sides.unzip();
        let cells = first.into_iter().chain(second).flatten();
        self.places(cells.flat_map(|cell| &cell.locations))
    }

    /// Locations as places that can be opened, each once.
    pub(super) fn places<'l>(
        &self,
        locations: impl IntoIterator<Item = &'l Location>,
    ) -> Vec<Place> {
        let Some(analysis) = &self.analysis else {
            return Vec::new();
        };
        let mut places: Vec<Place> = Vec::new();
        for place in locations.into_iter().filter_map(|l| analysis.place(l)) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// The rows of step 6.
    pub fn verify_rows(&self) -> Vec<VerifyRow> {
        let given = (0..self.verify.given.len()).map(VerifyRow::Given);
        let causes = self.verify.progress.iter().flat_map(|p| &p.causes);
        given
            .chain(causes.map(|cause| VerifyRow::Cause(cause.code)))
            .collect()
    }
}

fn of_ids<'c>(comparison: &'c [Comparison], ids: &[RowId]) -> Vec<&'c Comparison> {
    comparison.iter().filter(|r| ids.contains(&r.id)).collect()
}
