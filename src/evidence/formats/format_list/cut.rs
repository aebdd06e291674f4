//! Whether the last object of a text breaks off: a file copied in part, a paste that
//! was not marked to its end.

use super::super::hint::Hint;
use crate::evidence::record::{Field, ObjectClass, Record, Value};

/// More properties than somebody types who leaves out the name.
const FEW: usize = 5;

/// What every whole object of a class has; `None` where no cut is looked for.
fn naming(class: ObjectClass) -> Option<&'static [&'static str]> {
    match class {
        ObjectClass::InboundConnector
        | ObjectClass::OutboundConnector
        | ObjectClass::SendConnector
        | ObjectClass::ReceiveConnector
        | ObjectClass::AcceptedDomain => Some(&["Name", "Identity"]),
        ObjectClass::ExchangeCertificate => Some(&["Thumbprint"]),
        _ => None,
    }
}

fn is_named(class: ObjectClass, fields: &[Field]) -> bool {
    let names = naming(class).unwrap_or_default();
    let names_it = |f: &Field| {
        f.value != Value::Null && names.iter().any(|name| name.eq_ignore_ascii_case(&f.name))
    };
    fields.iter().any(names_it)
}

/// Whether the last object, of this class and with these fields, lacks what the others
/// have. `open` is the property in the text's last line, where that has no line end.
pub(super) fn breaks_off(
    class: ObjectClass,
    fields: &[Field],
    open: bool,
    before: &[Record],
    hint: &Hint,
) -> bool {
    if naming(class).is_none() {
        return false;
    }
    // Of a name in the last line nobody knows whether it is whole.
    let surely = match (open, fields.split_last()) {
        (true, Some((_, surely))) => surely,
        _ => fields,
    };
    if is_named(class, surely) {
        return false;
    }
    let last = fields.last().map(|f| f.name.as_str());
    let of_class = |r: &&Record| r.class == class;
    match before.iter().rfind(of_class) {
        // Ends with the property that the object before it ends with.
        Some(other) if other.fields.last().map(|f| f.name.as_str()) == last => false,
        Some(other) => is_named(class, &other.fields),
        None if hint.shows_all() => true,
        None if hint.selects() => false,
        None => !is_named(class, fields) && fields.len() > FEW,
    }
}
