//! The plan as data: options, steps, and commands as syntax trees. Titles and
//! explanations are `i18n`'s.

use std::net::IpAddr;

use super::edit::Edit;
use super::powershell::{Pipeline, command_line};
use crate::attribution::{Change, InboundProperty, Shown, Status};
use crate::facts::NotCarried;

/// The documented ways out (contract.md, What is recommended).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OptionId {
    /// HCW: Update Secure Mail Certificate for Connectors.
    HcwUpdateCertificate,
    /// HCW: run the whole wizard again.
    HcwRerun,
    /// Edit the connectors by hand.
    Manual,
}

impl OptionId {
    /// The name in JSON and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::HcwUpdateCertificate => "hcw-update-certificate",
            Self::HcwRerun => "hcw-rerun",
            Self::Manual => "manual",
        }
    }
}

/// Why an option is or is not the one to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OptionWhy {
    /// Nothing has to be changed: relay is expected to be accepted.
    NothingToMend,
    /// No cause is known: first get what is missing.
    NoCauseKnown,
    /// Only the cloud value is stale: one command.
    OneCloudValue,
    /// HCW's own Send connector names the old certificate: HCW updates both sides.
    HcwOwnsOldCertificate,
    /// Only by hand can this cause be mended.
    OnlyByHand,
    /// There is no HCW here; by hand nothing else is touched.
    TouchesOnlyThis,
    /// Whether HCW would mend it cannot be known; by hand nothing else is touched.
    HcwUncertain,
    /// HCW would mend it too; by hand nothing else is touched.
    TouchesLess,
    /// It mends the cause too; the other way touches less.
    AlsoMends,
    /// It does not change this cause.
    DoesNotMend,
    /// A rerun would reset values that were set by hand (RD506).
    WouldReset,
    /// No sign of a hybrid.
    NoHybrid,
}

/// What an option writes over: properties of one object, or of all of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reset {
    /// `SendConnector`
    pub object: &'static str,
    /// Which one, where the values are known.
    pub name: Option<String>,
    /// Its properties.
    pub properties: Vec<WrittenOver>,
}

/// A property that is written over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenOver {
    /// Its name.
    pub property: &'static str,
    /// Today's value and the one that follows, each empty where there is none; `None`
    /// where they are not known.
    pub change: Option<(String, String)>,
}

impl Reset {
    /// Properties of a kind of objects of which no value is known.
    pub fn plain(object: &'static str, properties: &[&'static str]) -> Self {
        let plain = |property: &&'static str| WrittenOver {
            property,
            change: None,
        };
        Self {
            object,
            name: None,
            properties: properties.iter().map(plain).collect(),
        }
    }

    /// As one line: `SendConnector: AddressSpaces, ...`, or with values
    /// `SendConnector 'Outbound': SmartHosts 'x' -> (none)`.
    pub fn to_text(&self) -> String {
        self.text("(none)")
    }

    /// The same with another word for no value.
    pub fn text(&self, none: &str) -> String {
        let shown = |value: &str| match value.is_empty() {
            true => none.to_owned(),
            false => format!("'{value}'"),
        };
        let property = |w: &WrittenOver| match &w.change {
            Some((today, after)) => {
                format!("{} {} -> {}", w.property, shown(today), shown(after))
            }
            None => w.property.to_owned(),
        };
        let properties: Vec<String> = self.properties.iter().map(property).collect();
        let properties = properties.join(", ");
        match &self.name {
            Some(name) => format!("{} '{name}': {properties}", self.object),
            None => format!("{}: {properties}", self.object),
        }
    }
}

/// Where a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Exchange Management Shell.
    OnPremises,
    /// Exchange Online PowerShell.
    ExchangeOnline,
    /// A browser or a wizard.
    Browser,
    /// Waiting and watching.
    Wait,
}

impl Place {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnPremises => "on-premises",
            Self::ExchangeOnline => "exchange-online",
            Self::Browser => "browser",
            Self::Wait => "wait",
        }
    }
}

/// The role group that a step needs (Exchange feature permissions).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Organization Management.
    OrganizationManagement,
    /// Who may add domains to the tenant.
    DomainAdministrator,
}

impl Role {
    /// The name, which is never translated.
    pub fn name(self) -> &'static str {
        match self {
            Self::OrganizationManagement => "Organization Management",
            Self::DomainAdministrator => "Domain Name Administrator",
        }
    }
}

/// How safe a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// Changes nothing.
    ReadOnly,
    /// Changes the one value that the evidence proves.
    Safe,
    /// A person decides first.
    NeedsReview,
    /// Cannot be a command.
    Manual,
}

impl Applicability {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::ReadOnly => "read-only",
            Self::Safe => "safe",
            Self::NeedsReview => "needs-review",
            Self::Manual => "manual",
        }
    }
}

/// A line of a command.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// Runs.
    Run(Pipeline),
    /// Keeps the output in a variable.
    Assign(&'static str, Pipeline),
}

/// The lines of a command, to be pasted into a shell.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines(pub Vec<Line>);

impl Lines {
    /// One line.
    pub fn one(pipeline: impl Into<Pipeline>) -> Self {
        Self(vec![Line::Run(pipeline.into())])
    }

    /// As shown and copied.
    pub fn to_text(&self) -> String {
        let line = |line: &Line| match line {
            Line::Run(pipeline) => command_line(pipeline),
            Line::Assign(variable, pipeline) => format!("${variable} = {}", command_line(pipeline)),
        };
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// What a step is about, with what is needed to word it (raw evidence).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum StepKind {
    /// Save the connectors of this side before anything is changed.
    SaveBefore,
    LookAtInbound {
        connector: Option<String>,
    },
    LookAtSend {
        connector: String,
    },
    SetName {
        connector: String,
        old: Option<String>,
        new: String,
        wider: Option<String>,
        covers_several: bool,
    },
    /// Only where SenderIPAddresses gets the new addresses beside the old ones.
    SetAddresses {
        connector: String,
        added: Vec<IpAddr>,
    },
    EnableConnector {
        connector: String,
    },
    NewConnector {
        name: String,
        by: Option<String>,
        addresses: Vec<IpAddr>,
        copies: Option<String>,
        /// Connectors that mail which fits it fits too.
        overlaps: Vec<String>,
        /// What it would copy too, and the evidence does not tell.
        untold: Vec<&'static str>,
        /// What it does not copy, on purpose.
        left_out: Vec<NotCarried>,
    },
    AddAssociatedDomains {
        connector: String,
        domains: Vec<String>,
    },
    /// Strangers' domains can be in no list. `instead` of the step before, with what is
    /// predicted after it.
    EmptyAssociatedDomains {
        connector: String,
        foreign: Vec<String>,
        instead: Option<Status>,
    },
    InvestigateRestricted {
        connector: Option<String>,
    },
    /// A certificate name is needed and the evidence does not tell it.
    FindCertificateFirst {
        connector: Option<String>,
    },
    AddAcceptedDomain {
        domain: String,
    },
    AskAcceptedDomain {
        certificate: Option<String>,
        senders: Vec<String>,
    },
    TakeServersOut {
        connector: String,
        servers: Vec<String>,
    },
    /// Put the good certificate on these servers.
    ImportCertificate {
        thumbprint: String,
        name: String,
        servers: Vec<String>,
    },
    EnableSmtp {
        thumbprint: String,
        server: Option<String>,
    },
    SetSendCertificate {
        connector: String,
        name: String,
        thumbprint: String,
        old: Option<String>,
    },
    /// No certificate that fits is known to be installed.
    GetCertificate {
        connector: Option<String>,
        expected: Vec<String>,
    },
    /// Exchange 2010 chooses the certificate by Fqdn.
    SetFqdn {
        connector: String,
        fqdn: String,
        thumbprint: String,
    },
    /// Without it no log can prove anything.
    SwitchLoggingOn {
        connector: String,
    },
    UseStarttls {
        connector: String,
    },
    LetStarttlsThrough {
        connectors: Vec<String>,
    },
    CheckPrivateKey {
        thumbprint: Option<String>,
    },
    /// The certificates of the issuers are missing on the server.
    ImportChain {
        thumbprint: String,
        issuer: Option<String>,
        server: Option<String>,
    },
    /// The certificate is there without its key.
    RestoreKey {
        thumbprint: String,
        name: String,
        serial: Option<String>,
        server: Option<String>,
    },
    /// The key is there and cannot be used.
    MendKey {
        thumbprint: String,
        name: String,
        ec_key: bool,
    },
    Ipv4OnlyOrCertificate {
        addresses: Vec<IpAddr>,
    },
    PutServersBack {
        connector: String,
        servers: Vec<String>,
    },
    DownloadHcw,
    RunHcwUpdateCertificate {
        certificate: Option<String>,
        thumbprint: Option<String>,
    },
    RunHcwFull {
        certificate: Option<String>,
        thumbprint: Option<String>,
    },
    ReadHcwLog,
    /// Mail by this Send connector is not HCW's business.
    OtherSendConnector {
        connector: String,
    },
    WaitForChange,
    CheckSendLog {
        thumbprint: Option<String>,
    },
    TellSenders {
        refused: u64,
    },
    /// The export may be another tenant's.
    CheckTenant,
    /// A property gets the value that was asked for.
    SetInbound {
        connector: String,
        property: InboundProperty,
        old: Shown,
        new: Shown,
    },
    LeaveBy {
        address: IpAddr,
    },
    /// Mail from Exchange Online to on-premises rests on the certificate too.
    ReceiveConnectors,
    OutboundConnectors,
    /// The second connector of a renewal is not needed any more.
    RemoveConnector {
        connector: String,
    },
    /// The Send connector names the certificate already: the service may not have taken it up.
    RestartTransport {
        servers: Vec<String>,
    },
}

/// A step of an option.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// A stable name within the option: `set-name-1`.
    pub id: String,
    /// What it is about.
    pub kind: StepKind,
    /// Where it is done.
    pub place: Place,
    /// The role group it needs.
    pub role: Option<Role>,
    /// The exact command.
    pub command: Option<Lines>,
    /// The way back.
    pub rollback: Option<Lines>,
    /// How to see that it worked.
    pub check: Option<Lines>,
    /// How safe it is.
    pub applicability: Applicability,
    /// What it changes; its command and rollback are made from this.
    pub edit: Option<Edit>,
}

/// One way out.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanOption {
    /// Which.
    pub id: OptionId,
    /// Whether it is open in this case.
    pub offered: bool,
    /// Whether it is the one to take.
    pub recommended: bool,
    /// Why, or why not.
    pub why: OptionWhy,
    /// What it writes over.
    pub resets: Vec<Reset>,
    /// What the replay predicts after it.
    pub predicted: Status,
    /// Its steps in order.
    pub steps: Vec<Step>,
    /// The values that it sets, for a replay.
    pub changes: Vec<Change>,
}

impl PlanOption {
    /// Whether it can be taken: it is open in this case, and there is something to mend.
    pub fn can_be_taken(&self) -> bool {
        self.offered && self.why != OptionWhy::NothingToMend
    }
}

/// All options: all three are always listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The recommended one first.
    pub options: Vec<PlanOption>,
}

impl Plan {
    /// The recommended option.
    pub fn recommended(&self) -> Option<&PlanOption> {
        self.options.iter().find(|o| o.recommended)
    }
}
