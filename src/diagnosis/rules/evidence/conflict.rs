//! RD901: two sources disagree about one value, and no change is known that
//! explains it. The newer is used, and both are shown.

use crate::diagnosis::rules::Rule;
use crate::diagnosis::{Code, Confidence, Context, Detail, Finding, Outcome};

pub(super) const RULE: Rule = Rule {
    code: Code(901),
    check,
};

fn check(context: &Context) -> Outcome {
    let conflicts = &context.facts.conflicts;
    if conflicts.is_empty() {
        return Outcome::Pass;
    }
    let detail = Detail::Conflict {
        values: conflicts.clone(),
    };
    let places = conflicts
        .iter()
        .flat_map(|c| [c.used.at.clone(), c.other.at.clone()]);
    Outcome::Found(Finding::new(901, Confidence::Certain, detail, places))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::attribution::replay;
    use crate::diagnosis::{Code, Detail, diagnose};
    use crate::evidence::walk::Input;
    use crate::facts::{Conflict, Dated, Given, gather};

    /// What two listings of one inbound connector disagree about.
    fn of(files: &[(&str, &str)]) -> (Vec<Conflict>, usize) {
        let inputs: Vec<Input> = files
            .iter()
            .map(|(path, content)| Input::Memory {
                path: (*path).to_owned(),
                content: content.as_bytes().into(),
            })
            .collect();
        let mut go_on = |_: crate::evidence::loader::Step| std::ops::ControlFlow::Continue(());
        let gathered = gather(&inputs, Given::default(), 1_793_620_800, &mut go_on);
        let diagnosis = diagnose(&gathered.facts, &replay(&gathered.facts));
        let found = diagnosis.findings.iter().find(|f| f.code == Code(901));
        match found.map(|f| (&f.detail, f.locations.len())) {
            Some((Detail::Conflict { values }, places)) => (values.clone(), places),
            _ => (Vec::new(), 0),
        }
    }

    fn inbound(name: &str, rest: &str) -> String {
        format!(
            "[{{\"Name\":\"{name}\",\"Enabled\":true,\"ConnectorType\":\"OnPremises\",{rest}}}]"
        )
    }

    #[test]
    fn the_newer_is_used_and_both_are_told() {
        let old = inbound(
            "In",
            r#""TlsSenderCertificateName":"old.contoso.com","WhenChangedUTC":"2026-01-05T10:00:00Z""#,
        );
        let new = inbound(
            "IN",
            r#""TlsSenderCertificateName":"new.contoso.com","WhenChangedUTC":"2026-03-05T10:00:00Z""#,
        );
        for files in [
            [("a.json", old.as_str()), ("b.json", new.as_str())],
            [("a.json", new.as_str()), ("b.json", old.as_str())],
        ] {
            let (found, places) = of(&files);
            assert_eq!((found.len(), places), (1, 2));
            let conflict = &found[0];
            assert_eq!(conflict.property, "TlsSenderCertificateName");
            assert_eq!(conflict.used.value, "new.contoso.com");
            assert_eq!(conflict.other.value, "old.contoso.com");
            let changed = "2026-03-05T10:00:00Z".parse().unwrap();
            assert_eq!(conflict.used.dated, Dated::ChangedAt(changed));
            assert_ne!(conflict.used.at.source, conflict.other.at.source);
        }
    }

    #[test]
    fn what_says_the_same_is_no_conflict() {
        let one = inbound(
            "In",
            r#""TlsSenderCertificateName":"Mail.contoso.com","SenderIPAddresses":["203.0.113.7","203.0.113.8"]"#,
        );
        let order = inbound(
            "In",
            r#""TlsSenderCertificateName":"mail.contoso.com","SenderIPAddresses":["203.0.113.8","203.0.113.7"]"#,
        );
        let few = inbound("In", r#""ConnectorSource":"HybridWizard""#);
        let other = inbound("Another", r#""TlsSenderCertificateName":"x.contoso.com""#);
        let cut = "Name : In\nEnabled : True\nConnectorType : OnPremises\nSenderIPAddresses : {203.0.113.9...}\n";
        for second in [&order, &few, &other, &cut.to_owned()] {
            let (found, _) = of(&[("a.json", one.as_str()), ("b.json", second.as_str())]);
            assert_eq!(found, [], "{second}");
        }
    }

    #[test]
    fn two_states_in_one_file_are_its_history() {
        let both = format!(
            "[{},{}]",
            inbound("In", r#""TlsSenderCertificateName":"old.contoso.com""#)
                .trim_matches(['[', ']']),
            inbound("In", r#""TlsSenderCertificateName":"new.contoso.com""#)
                .trim_matches(['[', ']'])
        );
        assert_eq!(of(&[("a.json", both.as_str())]).0, []);
    }

    #[test]
    fn certificates_disagree_only_on_one_server() {
        let listing = |server: &str, services: &str| {
            format!(
                "Identity : {server}\\17BE570EFE20836063EE1771C0D18482FBB03846\n\
                 Thumbprint : 17BE570EFE20836063EE1771C0D18482FBB03846\n\
                 Subject : CN=mail.contoso.com\nServices : {services}\nHasPrivateKey : True\n"
            )
        };
        let one = listing("EX01", "IIS, SMTP");
        for (second, count) in [
            (listing("EX01", "IIS"), 1),
            (listing("ex01.contoso.com", "IIS"), 1),
            (listing("EX02", "IIS"), 0),
            (listing("EX01", "SMTP, IIS"), 0),
        ] {
            let (found, _) = of(&[("a.txt", one.as_str()), ("b.txt", second.as_str())]);
            assert_eq!(found.len(), count, "{second}");
        }
    }
}
