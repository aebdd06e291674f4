//! Texts put where evidence goes: also into the plans of the fuzz targets.

use relay_doctor::remedy::PlanOption;
use relay_doctor::remedy::edit::{Edit, Value};

/// Puts a text into every slot of an option's edits that evidence fills.
pub(crate) fn filled(option: &PlanOption, text: &mut dyn FnMut() -> String) -> PlanOption {
    let mut option = option.clone();
    for step in &mut option.steps {
        if let Some(edit) = &mut step.edit {
            fill(edit, text);
        }
    }
    option
}

fn fill(edit: &mut Edit, text: &mut dyn FnMut() -> String) {
    match edit {
        Edit::Values(edit) => {
            edit.identity = text();
            for property in &mut edit.properties {
                property
                    .diagnosed
                    .iter_mut()
                    .for_each(|v| fill_value(v, text));
                fill_value(&mut property.wanted, text);
            }
        }
        Edit::SendCertificate(edit) => {
            edit.identity = text();
            edit.thumbprint = text();
            edit.diagnosed.iter_mut().for_each(|v| fill_value(v, text));
            edit.expected.iter_mut().for_each(|e| *e = text());
        }
        Edit::Smtp(edit) => {
            edit.thumbprint = text();
            edit.server.iter_mut().for_each(|s| *s = text());
        }
        Edit::NewInbound(edit) => {
            edit.name = text();
            edit.properties
                .iter_mut()
                .for_each(|(_, v)| fill_value(v, text));
        }
    }
}

fn fill_value(value: &mut Value, text: &mut dyn FnMut() -> String) {
    match value {
        Value::Text(old) => *old = text(),
        Value::List(items) => items.iter_mut().for_each(|i| *i = text()),
        Value::Nothing | Value::Word(_) | Value::Flag(_) => {}
    }
}
