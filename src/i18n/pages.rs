//! The pages of the findings, embedded: what `explain` prints, offline. Their
//! form is described beside them, in `assets/findings/README.md`.

use super::Lang;
use crate::diagnosis::Code;
use crate::packed::{PAGES_EN, PAGES_JA};

/// A page as it was written, in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// `RD101 certificate-name-mismatch`
    pub title: &'static str,
    /// What is broken, in one line.
    pub summary: &'static str,
    /// The whole page, title and summary included.
    pub text: &'static str,
}

/// A part of a page under its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// The heading without its marks.
    pub heading: &'static str,
    /// What stands below it, without blank lines around it.
    pub text: &'static str,
}

/// A document that a page rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The document's title, as it names itself.
    pub title: &'static str,
    /// Its address.
    pub url: &'static str,
}

/// The name of the page of each code, in both languages.
const PAGES: &[(u16, &str)] = &[
    (1, "RD001-different-fault"),
    (2, "RD002-inbound-attribution-refusal"),
    (3, "RD003-attr36-refusal"),
    (4, "RD004-acceptance-proves-no-relay"),
    (101, "RD101-certificate-name-mismatch"),
    (102, "RD102-egress-ip-not-listed"),
    (103, "RD103-no-on-premises-connector"),
    (104, "RD104-connector-disabled"),
    (105, "RD105-connector-is-partner"),
    (106, "RD106-several-connectors-match"),
    (107, "RD107-associated-domains-exclude-sender"),
    (108, "RD108-sender-ip-invalid"),
    (109, "RD109-matched-by-san-only"),
    (110, "RD110-certificate-name-not-a-domain"),
    (111, "RD111-connector-without-identity"),
    (112, "RD112-connector-restricted"),
    (201, "RD201-no-certificate-sent"),
    (202, "RD202-stale-certificate-sent"),
    (203, "RD203-certificate-not-valid-when-sent"),
    (204, "RD204-certificate-not-from-public-ca"),
    (205, "RD205-certificate-chain-incomplete"),
    (206, "RD206-certificate-not-enabled-for-smtp"),
    (207, "RD207-certificate-without-private-key"),
    (208, "RD208-servers-send-different-certificates"),
    (209, "RD209-send-connectors-disagree"),
    (210, "RD210-tls-negotiation-failed"),
    (211, "RD211-send-connector-certificate-missing"),
    (212, "RD212-starttls-not-offered"),
    (213, "RD213-protocol-logging-off"),
    (214, "RD214-client-auth-eku-absent"),
    (215, "RD215-edge-name-too-long"),
    (216, "RD216-certificate-expires-soon"),
    (217, "RD217-starttls-ignored"),
    (218, "RD218-certificate-key-unusable"),
    (219, "RD219-several-installed-fit"),
    (220, "RD220-issuer-changes-at-renewal"),
    (301, "RD301-no-accepted-domain"),
    (302, "RD302-foreign-or-null-sender-refused"),
    (303, "RD303-subdomain-not-accepted"),
    (304, "RD304-evidence-from-another-tenant"),
    (305, "RD305-domain-shared-with-other-tenant"),
    (401, "RD401-several-egress-addresses"),
    (402, "RD402-ipv6-egress"),
    (403, "RD403-ip-based-connector"),
    (404, "RD404-next-hop-is-not-eop"),
    (405, "RD405-refused-inside-the-cloud"),
    (501, "RD501-hcw-wrote-other-certificate"),
    (502, "RD502-hcw-warned-unverified-domain"),
    (503, "RD503-relay-connector-outside-hcw"),
    (504, "RD504-hcw-run-failed"),
    (505, "RD505-hcw-evidence-old"),
    (506, "RD506-hcw-rerun-removes-route"),
    (507, "RD507-source-server-not-covered"),
    (508, "RD508-reverse-direction-at-risk"),
    (901, "RD901-evidence-conflict"),
    (902, "RD902-list-truncated"),
    (903, "RD903-evidence-older-than-change"),
    (904, "RD904-prediction-and-log-disagree"),
    (999, "RD999-check-failed"),
];

/// The page of a code; `None` for a code that is not in the catalogue.
pub fn page(lang: Lang, code: Code) -> Option<Page> {
    let (_, name) = PAGES.iter().find(|(number, _)| *number == code.0)?;
    let pack = match lang {
        Lang::En => &PAGES_EN,
        Lang::Ja => &PAGES_JA,
    };
    let text = pack.text(&format!("{name}.md"))?;
    let mut lines = text.lines().filter(|line| !line.is_empty());
    Some(Page {
        title: lines.next()?.trim_start_matches("# "),
        summary: lines.next()?,
        text,
    })
}

/// The documents that the page of a code cites, by the English page; the Japanese
/// one has the same addresses. None for a code that is not in the catalogue.
pub fn references(code: Code) -> Vec<Reference> {
    let Some(page) = page(Lang::En, code) else {
        return Vec::new();
    };
    let section = page.sections().into_iter().next_back();
    let lines = section.into_iter().flat_map(|s| s.text.lines());
    lines
        .filter_map(|line| line.strip_prefix("- ")?.rsplit_once(": "))
        .map(|(title, url)| Reference { title, url })
        .collect()
}

impl Page {
    /// The parts of the page, in order: what it means, why, how to confirm, how to
    /// fix, how sure it is, references.
    pub fn sections(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        // Where the text of the section being read begins.
        let mut open: Option<(&'static str, usize)> = None;
        let mut in_code = false;
        let mut at = 0;
        let text = self.text;
        let upto = |end: usize, (heading, start): (&'static str, usize)| Section {
            heading,
            text: text.get(start..end).unwrap_or_default().trim(),
        };
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            // A `#` in a command is a comment of PowerShell.
            if line.starts_with("```") {
                in_code = !in_code;
            } else if let Some(heading) = line.strip_prefix("## ").filter(|_| !in_code) {
                sections.extend(open.take().map(|o| upto(at, o)));
                open = Some((heading.trim_end(), end));
            }
            at = end;
        }
        sections.extend(open.map(|o| upto(at, o)));
        sections
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::diagnosis::CATALOGUE;

    const HEADINGS: [(Lang, [&[&str]; 6]); 2] = [
        (
            Lang::En,
            [
                &["What it means"],
                &["Why mail is refused", "Why it matters"],
                &["How to confirm by hand"],
                &["How to fix"],
                &["How sure this is"],
                &["References"],
            ],
        ),
        (
            Lang::Ja,
            [
                &["意味"],
                &["メールが拒否される理由", "なぜ重要か"],
                &["手動で確認する方法"],
                &["対処方法"],
                &["確度"],
                &["参照"],
            ],
        ),
    ];

    /// Every page of the catalogue.
    fn all() -> impl Iterator<Item = (Code, Lang, Page)> {
        let both = |code| Lang::ALL.map(|lang| (code, lang, page(lang, code).unwrap()));
        CATALOGUE.iter().flat_map(move |entry| both(entry.code))
    }

    /// The fenced blocks of a page.
    fn commands(page: &Page) -> Vec<&'static str> {
        let parts: Vec<&str> = page.text.split("```").collect();
        assert_eq!(parts.len() % 2, 1, "{}: a block is not closed", page.title);
        parts.into_iter().skip(1).step_by(2).collect()
    }

    #[test]
    fn every_code_has_its_page_in_both_languages() {
        for entry in CATALOGUE {
            for lang in Lang::ALL {
                let page = page(lang, entry.code).unwrap();
                let title = format!("{} {}", entry.code, entry.name);
                assert_eq!(page.title, title);
                assert!(page.text.starts_with(&format!("# {title}\n\n")), "{title}");
                assert!(!page.summary.starts_with('#'), "{title}: no summary");
            }
        }
        assert_eq!(PAGES.len(), CATALOGUE.len());
        assert!(page(Lang::En, Code(100)).is_none());
        assert!(references(Code(100)).is_empty());
    }

    #[test]
    fn every_page_has_the_six_parts_in_order() {
        for (code, lang, page) in all() {
            let (_, expected) = HEADINGS.iter().find(|(l, _)| *l == lang).unwrap();
            let sections = page.sections();
            let found: Vec<&str> = sections.iter().map(|s| s.heading).collect();
            let right = found.len() == expected.len()
                && std::iter::zip(&found, expected).all(|(f, any)| any.contains(f));
            assert!(right, "{code} {lang:?}: {found:?}");
            for section in sections {
                assert!(!section.text.is_empty(), "{code}: {}", section.heading);
                assert!(page.text.contains(section.text));
            }
        }
    }

    #[test]
    fn all_languages_are_of_one_form() {
        for entry in CATALOGUE {
            // Which of the two headings the second part has: refused, or why it matters.
            let of = |lang: Lang| {
                let page = page(lang, entry.code).unwrap();
                let (_, headings) = HEADINGS.iter().find(|(l, _)| *l == lang).unwrap();
                let why = page.sections()[1].heading;
                (commands(&page), headings[1].iter().position(|h| *h == why))
            };
            for lang in Lang::ALL {
                assert_eq!(of(lang), of(Lang::En), "{} {lang:?}", entry.code);
            }
        }
    }

    #[test]
    fn every_block_is_powershell() {
        for (code, lang, page) in all() {
            for block in commands(&page) {
                assert!(
                    block.starts_with("powershell\n"),
                    "{code} {lang:?}: {block}"
                );
            }
        }
    }

    #[test]
    fn every_reference_is_a_title_with_an_https_address() {
        for entry in CATALOGUE {
            let cited = references(entry.code);
            let section = *page(Lang::En, entry.code)
                .unwrap()
                .sections()
                .last()
                .unwrap();
            assert_eq!(cited.len(), section.text.lines().count(), "{}", entry.code);
            for Reference { title, url } in cited {
                assert!(!title.trim().is_empty(), "{}: {url}", entry.code);
                let host = url.strip_prefix("https://").unwrap_or_default();
                let plain = host.chars().all(|c| c.is_ascii_graphic());
                assert!(plain && host.contains('.'), "{}: {url}", entry.code);
            }
        }
    }

    #[test]
    fn both_languages_cite_the_same_addresses() {
        for entry in CATALOGUE {
            let ja = *page(Lang::Ja, entry.code)
                .unwrap()
                .sections()
                .last()
                .unwrap();
            let urls: Vec<&str> = ja
                .text
                .lines()
                .filter_map(|l| l.rsplit(": ").next())
                .collect();
            let en: Vec<&str> = references(entry.code).iter().map(|r| r.url).collect();
            assert_eq!(en, urls, "{}", entry.code);
        }
    }

    #[test]
    fn a_comment_in_a_command_is_no_heading() {
        let text = "# t\n\ns\n\n## One\n\n```powershell\n## comment\n```\n\n## Two\nend";
        let page = Page {
            title: "t",
            summary: "s",
            text,
        };
        let found: Vec<(&str, &str)> = page
            .sections()
            .iter()
            .map(|s| (s.heading, s.text))
            .collect();
        assert_eq!(
            found,
            [("One", "```powershell\n## comment\n```"), ("Two", "end")]
        );
    }
}
