//! Headings and row labels of reports and screens, and roles.

use crate::i18n::{Lang, text};

/// A section of the text report, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Heading {
    Verdict,
    Proof,
    Timeline,
    Comparison,
    Cause,
    OtherFindings,
    Options,
    NextStep,
    MissingEvidence,
    Evidence,
}

impl Heading {
    /// Every heading.
    pub const ALL: [Self; 10] = [
        Self::Verdict,
        Self::Proof,
        Self::Timeline,
        Self::Comparison,
        Self::Cause,
        Self::OtherFindings,
        Self::Options,
        Self::NextStep,
        Self::MissingEvidence,
        Self::Evidence,
    ];
}

/// The text of a heading.
pub fn heading(lang: Lang, heading: Heading) -> &'static str {
    match heading {
        Heading::Verdict => text!(lang, "Verdict", "判定"),
        Heading::Proof => text!(lang, "Proof", "根拠"),
        Heading::Timeline => text!(lang, "Timeline", "経過"),
        Heading::Comparison => text!(lang, "Comparison", "比較"),
        Heading::Cause => text!(lang, "Cause", "原因"),
        Heading::OtherFindings => text!(lang, "Other findings", "その他の検出事項"),
        Heading::Options => text!(lang, "Options", "対処の選択肢"),
        Heading::NextStep => text!(lang, "Next step", "次の手順"),
        Heading::MissingEvidence => text!(lang, "Missing evidence", "不足している証拠ファイル"),
        Heading::Evidence => text!(lang, "Evidence", "証拠ファイル"),
    }
}

/// The label of a row of the comparison by its id (contract.md, JSON,
/// `comparison[].id`); `None` for an id that is not in the contract.
pub fn comparison_row(lang: Lang, id: &str) -> Option<&'static str> {
    let label = match id {
        "certificate.name" => text!(lang, "Certificate name", "証明書の名前"),
        "certificate.configured" => text!(lang, "Chosen by", "構成された証明書"),
        "certificate.installed" => text!(lang, "Installed", "インストール済み"),
        "certificate.validity" => text!(lang, "Valid", "有効期間"),
        "egress.ip" => text!(lang, "Leaves from", "送信元アドレス"),
        "connector.type" => text!(lang, "Connector type", "コネクタの型"),
        "connector.enabled" => text!(lang, "Connector state", "コネクタの状態"),
        "connector.domains" => text!(lang, "Restricted to", "送信者の制限"),
        "organization.certificate_domain" => text!(lang, "Certificate dom.", "証明書のドメイン"),
        "organization.sender_domain" => text!(lang, "Sender domains", "送信者のドメイン"),
        "hcw.certificate" => text!(lang, "Written by HCW", "HCW の設定値"),
        _ => return None,
    };
    Some(label)
}

/// Who may run a step (the role groups of the Exchange documentation).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminRole {
    /// Changes on either side.
    OrganizationManagement,
    /// Reading on either side.
    ViewOnlyOrganizationManagement,
    /// An Edge server.
    LocalAdministrator,
}

/// The role as it is named to the reader; role groups have no Japanese name.
pub fn role(lang: Lang, role: AdminRole) -> &'static str {
    match role {
        AdminRole::OrganizationManagement => text!(
            lang,
            "role group Organization Management",
            "役割グループ Organization Management",
        ),
        AdminRole::ViewOnlyOrganizationManagement => text!(
            lang,
            "role group View-Only Organization Management",
            "役割グループ View-Only Organization Management",
        ),
        AdminRole::LocalAdministrator => text!(
            lang,
            "local administrator of the Edge server",
            "エッジ サーバーのローカル管理者",
        ),
    }
}
