//! A change as data: which object, what it was, what it becomes. The command that is
//! shown, its way back and the guarded script are all made from this one thing.

use super::plan::{Line, Lines};
use super::powershell::{Command, Expr};

/// What a step changes.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Properties of one connector that exists.
    Values(Values),
    /// TlsCertificateName of a Send connector, built on the server from a certificate.
    SendCertificate(SendCertificate),
    /// SMTP for an installed certificate.
    Smtp(Smtp),
    /// An inbound connector that does not exist yet.
    NewInbound(NewInbound),
}

/// A kind of connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// Of the tenant.
    InboundConnector,
    /// On-premises.
    SendConnector,
}

impl Object {
    /// The cmdlet that reads all of them.
    pub fn getter(self) -> &'static str {
        match self {
            Self::InboundConnector => "Get-InboundConnector",
            Self::SendConnector => "Get-SendConnector",
        }
    }

    /// The cmdlet that changes one.
    pub fn setter(self) -> &'static str {
        match self {
            Self::InboundConnector => "Set-InboundConnector",
            Self::SendConnector => "Set-SendConnector",
        }
    }
}

/// A value of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `$null`.
    Nothing,
    /// A text.
    Text(String),
    /// A word of ours: `Verbose`.
    Word(&'static str),
    /// `$true` or `$false`.
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
}

impl Value {
    /// A text, or nothing.
    pub fn of(text: Option<String>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }

    /// Several texts; none are nothing.
    pub fn list(items: Vec<String>) -> Self {
        match items.is_empty() {
            true => Self::Nothing,
            false => Self::List(items),
        }
    }

    /// As an expression.
    pub fn expr(&self) -> Expr {
        match self {
            Self::Nothing => Expr::Null,
            Self::Text(text) => Expr::text(text.as_str()),
            Self::Word(word) => Expr::Word(word),
            Self::Flag(flag) => Expr::Bool(*flag),
            Self::List(items) => Expr::list(items.iter().map(String::as_str)),
        }
    }
}

/// A property that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its name, which is the parameter's too.
    pub name: &'static str,
    /// What it was in the evidence; `None` when the evidence does not tell.
    pub diagnosed: Option<Value>,
    /// What it becomes.
    pub wanted: Value,
}

/// Properties of one connector, changed by one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// The kind of connector.
    pub object: Object,
    /// Its name.
    pub identity: String,
    /// In the order in which they stand in the command.
    pub properties: Vec<Property>,
    /// Right only where the shell does not have this parameter (Exchange 2010).
    pub without: Option<&'static str>,
}

/// The certificate of a Send connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendCertificate {
    /// The connector's name.
    pub identity: String,
    /// Upper-case hex.
    pub thumbprint: String,
    /// TlsCertificateName in the evidence; `None` when the evidence does not tell.
    pub diagnosed: Option<Value>,
    /// What the server should build, where issuer and subject are known.
    pub expected: Option<String>,
}

/// SMTP beside the services that a certificate has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    /// Upper-case hex.
    pub thumbprint: String,
    /// The server; the one that the shell runs on when it is not known.
    pub server: Option<String>,
}

/// A new inbound connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInbound {
    /// Its name.
    pub name: String,
    /// Parameters in order.
    pub properties: Vec<(&'static str, Value)>,
}

impl Edit {
    /// One property of a connector.
    pub(super) fn one(object: Object, identity: &str, property: Property) -> Self {
        Self::Values(Values {
            object,
            identity: identity.to_owned(),
            properties: vec![property],
            without: None,
        })
    }

    /// Whether everything that a script has to compare with is known. What is not
    /// whole stays a command that a person looks at first.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Values(v) => v.properties.iter().all(|p| p.diagnosed.is_some()),
            Self::SendCertificate(c) => c.diagnosed.is_some() && c.expected.is_some(),
            Self::Smtp(_) | Self::NewInbound(_) => true,
        }
    }

    /// Whether it says which object it changes.
    pub(super) fn is_named(&self) -> bool {
        let name = match self {
            Self::Values(values) => &values.identity,
            Self::SendCertificate(certificate) => &certificate.identity,
            Self::Smtp(smtp) => &smtp.thumbprint,
            Self::NewInbound(new) => &new.name,
        };
        !name.trim().is_empty()
    }

    /// The command as an expert would type it.
    pub(super) fn command(&self) -> Lines {
        match self {
            Self::Values(v) => v.set(|p| Some(&p.wanted)),
            Self::SendCertificate(c) => c.set(),
            Self::Smtp(smtp) => Lines::one(smtp.enable()),
            Self::NewInbound(new) => {
                let command = Command::new("New-InboundConnector").with("Name", new.name.as_str());
                let with =
                    |c: Command, (name, value): &(&'static str, Value)| c.with(name, value.expr());
                Lines::one(new.properties.iter().fold(command, with))
            }
        }
    }

    /// The way back, where the evidence tells it.
    pub(super) fn rollback(&self) -> Option<Lines> {
        match self {
            Self::Values(v) => {
                let known = v.properties.iter().all(|p| p.diagnosed.is_some());
                known.then(|| v.set(|p| p.diagnosed.as_ref()))
            }
            Self::SendCertificate(c) => {
                let old = c.diagnosed.as_ref()?;
                Some(Lines::one(
                    set(Object::SendConnector, &c.identity).with("TlsCertificateName", old.expr()),
                ))
            }
            // Services are added and never taken away (Enable-ExchangeCertificate reference).
            Self::Smtp(_) => None,
            Self::NewInbound(new) => {
                let remove = Command::new("Remove-InboundConnector");
                Some(Lines::one(remove.with("Identity", new.name.as_str())))
            }
        }
    }
}

fn set(object: Object, identity: &str) -> Command {
    Command::new(object.setter()).with("Identity", identity)
}

impl Values {
    fn set<'a>(&'a self, value: impl Fn(&'a Property) -> Option<&'a Value>) -> Lines {
        let with = |command: Command, property: &'a Property| match value(property) {
            Some(value) => command.with(property.name, value.expr()),
            None => command,
        };
        Lines::one(
            self.properties
                .iter()
                .fold(set(self.object, &self.identity), with),
        )
    }
}

impl SendCertificate {
    /// Issuer and subject must stand exactly as Windows prints them, so they come
    /// from the certificate itself (powershell.md, 7).
    fn set(&self) -> Lines {
        let get = Command::new("Get-ExchangeCertificate");
        let get = get.with("Thumbprint", self.thumbprint.as_str());
        let set = set(Object::SendConnector, &self.identity);
        Lines(vec![
            Line::Assign("certificate", get.into()),
            Line::Run(set.with("TlsCertificateName", issuer_and_subject()).into()),
        ])
    }
}

impl Smtp {
    fn enable(&self) -> Command {
        let enable = Command::new("Enable-ExchangeCertificate");
        self.of(enable).with("Services", Expr::Word("SMTP"))
    }

    /// The command for this certificate on its server.
    pub(super) fn of(&self, command: Command) -> Command {
        let command = command.with("Thumbprint", self.thumbprint.as_str());
        match &self.server {
            Some(server) => command.with("Server", server.as_str()),
            None => command,
        }
    }
}

/// `'<I>{0}<S>{1}' -f $certificate.Issuer, $certificate.Subject`
pub(super) fn issuer_and_subject() -> Expr {
    let of = |name| Expr::Variable("certificate").member(name);
    Expr::Format("<I>{0}<S>{1}", vec![of("Issuer"), of("Subject")])
}
