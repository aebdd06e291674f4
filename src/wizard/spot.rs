//! Where the model is: what lies on top, else the step and its pane. A face offers there
//! what belongs there.

use super::{Model, Overlay, StepId};

/// A place with actions of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spot {
    /// Step 1.
    Symptom,
    /// Step 1: the line that is being typed.
    SymptomLine,
    /// Step 2: files and what is missing.
    Evidence,
    /// Step 2: the path that is being typed.
    EvidenceLine,
    /// Files are being read.
    Loading,
    /// Step 3.
    Compare,
    /// Step 4.
    Cause,
    /// Step 5: the options.
    Options,
    /// Step 5: the checklist of the chosen option.
    Checklist,
    /// Step 6.
    Verify,
    /// Step 6: the path that is being typed.
    VerifyLine,
    /// Keys and what to do.
    Help,
    /// The lines of a source.
    Source,
    /// The page of a finding.
    Page,
    /// The truth table.
    Table,
    /// Who must send again.
    Refused,
    /// The sessions of the logs.
    Sessions,
    /// Their filter.
    SessionFilter,
    /// A value of the filter that is being typed.
    SessionLine,
    /// One session whole.
    Transcript,
    /// The certificates.
    Certificates,
    /// One certificate.
    Certificate,
    /// The what-if.
    WhatIf,
    /// A value of it that is being typed.
    WhatIfLine,
    /// What the search has found.
    Search,
    /// The text to be looked for.
    SearchLine,
    /// A text to select.
    Plain,
    /// The folder browser.
    Browser,
    /// Who ticks.
    Initials,
    /// What is noted on a step.
    Note,
    /// Where files are written.
    SaveTo,
    /// The password of a file.
    Password,
    /// The settings.
    Settings,
    /// The saved cases.
    Cases,
    /// The new name of a case.
    CaseName,
    /// Delete a case?
    AskDelete,
    /// Take back a folder?
    AskRemove,
    /// What can be done, to choose from.
    Jump,
    /// Leave?
    AskQuit,
}

impl Spot {
    /// All of them.
    pub const ALL: [Self; 39] = [
        Self::Symptom,
        Self::SymptomLine,
        Self::Evidence,
        Self::EvidenceLine,
        Self::Loading,
        Self::Compare,
        Self::Cause,
        Self::Options,
        Self::Checklist,
        Self::Verify,
        Self::VerifyLine,
        Self::Help,
        Self::Source,
        Self::Page,
        Self::Table,
        Self::Refused,
        Self::Sessions,
        Self::SessionFilter,
        Self::SessionLine,
        Self::Transcript,
        Self::Certificates,
        Self::Certificate,
        Self::WhatIf,
        Self::WhatIfLine,
        Self::Search,
        Self::SearchLine,
        Self::Plain,
        Self::Browser,
        Self::Initials,
        Self::Note,
        Self::SaveTo,
        Self::Password,
        Self::Settings,
        Self::Cases,
        Self::CaseName,
        Self::AskDelete,
        Self::AskRemove,
        Self::Jump,
        Self::AskQuit,
    ];

    /// Where the model is.
    pub fn of(model: &Model) -> Self {
        match &model.overlay {
            Some(overlay) => Self::on_top(overlay),
            None => Self::beneath(model),
        }
    }

    /// What lies on top, by itself.
    pub fn on_top(overlay: &Overlay) -> Self {
        match overlay {
            Overlay::Help { .. } => Self::Help,
            Overlay::Source(_) => Self::Source,
            Overlay::Page { .. } => Self::Page,
            Overlay::Table { .. } => Self::Table,
            Overlay::Refused { .. } => Self::Refused,
            Overlay::Sessions(view) => match &view.form {
                None => Self::Sessions,
                Some(form) if form.line.is_none() => Self::SessionFilter,
                Some(_) => Self::SessionLine,
            },
            Overlay::Transcript(_) => Self::Transcript,
            Overlay::Certificates(_) => Self::Certificates,
            Overlay::Certificate(_) => Self::Certificate,
            Overlay::WhatIf(view) if view.line.is_some() => Self::WhatIfLine,
            Overlay::WhatIf(_) => Self::WhatIf,
            Overlay::Search(view) if view.typing => Self::SearchLine,
            Overlay::Search(_) => Self::Search,
            Overlay::Plain { .. } => Self::Plain,
            Overlay::Browser(_) => Self::Browser,
            Overlay::Initials(_) => Self::Initials,
            Overlay::Note(_) => Self::Note,
            Overlay::SaveTo { .. } => Self::SaveTo,
            Overlay::Password(_) => Self::Password,
            Overlay::Settings(_) => Self::Settings,
            Overlay::Cases(_) => Self::Cases,
            Overlay::CaseName { .. } => Self::CaseName,
            Overlay::AskDelete(_) => Self::AskDelete,
            Overlay::AskRemove(_) => Self::AskRemove,
            Overlay::Jump { .. } => Self::Jump,
            Overlay::AskQuit => Self::AskQuit,
        }
    }

    /// Where the model would be without what lies on top: what help is about.
    pub fn beneath(model: &Model) -> Self {
        let loading = model.loading.is_some();
        match model.step {
            StepId::Symptom if model.symptom.typing => Self::SymptomLine,
            StepId::Evidence if model.evidence.typing => Self::EvidenceLine,
            StepId::Verify if model.verify.typing => Self::VerifyLine,
            StepId::Symptom | StepId::Evidence | StepId::Verify if loading => Self::Loading,
            StepId::Symptom => Self::Symptom,
            StepId::Evidence => Self::Evidence,
            StepId::Compare => Self::Compare,
            StepId::Cause => Self::Cause,
            StepId::Fix if model.fix.chosen.is_some() => Self::Checklist,
            StepId::Fix => Self::Options,
            StepId::Verify => Self::Verify,
        }
    }

    /// Whether a row can be selected here.
    pub fn has_rows(self) -> bool {
        matches!(
            self,
            Self::Evidence
                | Self::Compare
                | Self::Cause
                | Self::Options
                | Self::Checklist
                | Self::Verify
                | Self::Table
                | Self::Refused
                | Self::Sessions
                | Self::SessionFilter
                | Self::Transcript
                | Self::Certificates
                | Self::WhatIf
                | Self::Search
                | Self::Browser
                | Self::Settings
                | Self::Cases
                | Self::Jump
        )
    }

    /// Whether characters are typed here instead of being keys, except those that
    /// have a meaning of their own in the table.
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Self::SymptomLine
                | Self::EvidenceLine
                | Self::VerifyLine
                | Self::Initials
                | Self::Note
                | Self::SaveTo
                | Self::Password
                | Self::SessionLine
                | Self::WhatIfLine
                | Self::SearchLine
                | Self::CaseName
                | Self::Jump
                | Self::Browser
        )
    }
}
