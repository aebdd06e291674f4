#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

#[test]
fn dates_of_any_culture_are_read() {
    let table = [
        // ISO and what serialisers write.
        (
            "2026-07-23T22:55:13.0000000Z",
            "2026-07-23T22:55:13Z",
            false,
        ),
        (
            "2026-07-23T22:55:13.0000000+09:00",
            "2026-07-23T13:55:13Z",
            false,
        ),
        ("2026-07-23T22:55:13", "2026-07-23T22:55:13Z", true),
        ("2026-12-31", "2026-12-31T00:00:00Z", true),
        ("2026-12-31 13:00", "2026-12-31T13:00:00Z", true),
        ("2026-07-23 22:55:13Z", "2026-07-23T22:55:13Z", false),
        ("/Date(1771471600000)/", "2026-02-19T03:26:40Z", false),
        ("/Date(1771471600000+0900)/", "2026-02-19T03:26:40Z", false),
        ("/Date(-1000-0500)/", "1969-12-31T23:59:59Z", false),
        // Numbers alone.
        ("12/31/2026", "2026-12-31T00:00:00Z", true),
        ("31.12.2026 04:22:23", "2026-12-31T04:22:23Z", true),
        ("31.12.2026 4.22.23", "2026-12-31T04:22:23Z", true),
        ("31-12-2026 4:22", "2026-12-31T04:22:00Z", true),
        ("02.02.2028 4:22:23", "2028-02-02T04:22:23Z", true),
        ("2026/12/31 13:00", "2026-12-31T13:00:00Z", true),
        ("2026/07/02 8:05:00", "2026-07-02T08:05:00Z", true),
        ("2026. 12. 31. 오후 1:00:00", "2026-12-31T13:00:00Z", true),
        ("2026. 12. 31. 23:05:00", "2026-12-31T23:05:00Z", true),
        ("2026年12月31日 13:00:00", "2026-12-31T13:00:00Z", true),
        ("2026年12月31日 13時05分07秒", "2026-12-31T13:05:07Z", true),
        ("2026/12/31 (木) 13:00", "2026-12-31T13:00:00Z", true),
        ("令和8年12月31日 13:00:00", "2026-12-31T13:00:00Z", true),
        ("令和 08/12/31 午後 1:00:00", "2026-12-31T13:00:00Z", true),
        ("２０２６/12/31", "2026-12-31T00:00:00Z", true),
        // Halves of the day.
        ("7/23/2026 10:55:13 PM", "2026-07-23T22:55:13Z", true),
        ("7/23/2026 10:55:13\u{202f}PM", "2026-07-23T22:55:13Z", true),
        ("7/23/2026 12:05:13 AM", "2026-07-23T00:05:13Z", true),
        ("7/23/2026 12:05:13 PM", "2026-07-23T12:05:13Z", true),
        (
            "23/07/2026 10:55:13 p.\u{a0}m.",
            "2026-07-23T22:55:13Z",
            true,
        ),
        ("23/07/2026 10:55:13 a. m.", "2026-07-23T10:55:13Z", true),
        ("23/7/2026 10:55:13 p.m.", "2026-07-23T22:55:13Z", true),
        ("23/7/2026 10:55:13 μμ", "2026-07-23T22:55:13Z", true),
        ("23/7/2026 10:55:13 μ.μ.", "2026-07-23T22:55:13Z", true),
        ("2026/7/23 下午 10:55:13", "2026-07-23T22:55:13Z", true),
        ("2026/07/23 午前 0:05:00", "2026-07-23T00:05:00Z", true),
        ("23.7.2026 22:55:13 Uhr", "2026-07-23T22:55:13Z", true),
        // Months by name.
        ("31-Dec-26", "2026-12-31T00:00:00Z", true),
        ("31-Dec-2026 4:22:23 PM", "2026-12-31T16:22:23Z", true),
        (
            "Monday, 2 November 2026 08:00:04",
            "2026-11-02T08:00:04Z",
            true,
        ),
        (
            "Monday, November 2, 2026 8:00:04 AM",
            "2026-11-02T08:00:04Z",
            true,
        ),
        (
            "Mon, 2 Nov 2026 08:00:04 +0000",
            "2026-11-02T08:00:04Z",
            false,
        ),
        (
            "Mon, 02 Nov 2026 17:00:04 +0900",
            "2026-11-02T08:00:04Z",
            false,
        ),
        (
            "Mon, 02 Nov 2026 08:00:04 GMT",
            "2026-11-02T08:00:04Z",
            false,
        ),
        (
            "Montag, 2. November 2026 08:00:04",
            "2026-11-02T08:00:04Z",
            true,
        ),
        ("2. März 2026 um 08:00", "2026-03-02T08:00:00Z", true),
        (
            "lundi 2 novembre 2026 08:00:04",
            "2026-11-02T08:00:04Z",
            true,
        ),
        ("mar. 3 mars 2026 à 08:00", "2026-03-03T08:00:00Z", true),
        (
            "lunes, 2 de noviembre de 2026 8:00:04",
            "2026-11-02T08:00:04Z",
            true,
        ),
        ("2 août 2026", "2026-08-02T00:00:00Z", true),
        ("mar. 31/03/2026 08:00:00", "2026-03-31T08:00:00Z", true),
        (
            "\u{200e}12/\u{200e}31/\u{200e}2026",
            "2026-12-31T00:00:00Z",
            true,
        ),
    ];
    for (text, expected, local) in table {
        let read = moment(text).map(|m| (m.time.to_string(), m.local));
        assert_eq!(read, Ok((expected.to_owned(), local)), "{text}");
    }
}

#[test]
fn what_may_be_either_is_ambiguous_until_it_is_settled() {
    let table = [
        (
            "02/07/2026 08:05:00",
            "2026-07-02T08:05:00Z",
            "2026-02-07T08:05:00Z",
        ),
        (
            "12/02/2016 1:43:23 PM",
            "2016-02-12T13:43:23Z",
            "2016-12-02T13:43:23Z",
        ),
        ("1.2.2026", "2026-02-01T00:00:00Z", "2026-01-02T00:00:00Z"),
    ];
    for (text, day_first, month_first) in table {
        assert_eq!(moment(text), Err(BadDate::Ambiguous), "{text}");
        let read = |order| moment_in(text, order).unwrap().time.to_string();
        assert_eq!(read(Order::DayFirst), day_first);
        assert_eq!(read(Order::MonthFirst), month_first);
        assert_eq!(order_of(text), None);
    }
    // A year of two digits may stand at either end, whatever the order.
    for text in ["31.12.26", "12/31/26 4:22", "01/02/03"] {
        assert_eq!(moment(text), Err(BadDate::Ambiguous), "{text}");
        assert_eq!(moment_in(text, Order::DayFirst), Err(BadDate::Ambiguous));
    }
    assert_eq!(order_of("31.12.2026 4:22:23"), Some(Order::DayFirst));
    assert_eq!(order_of("12/31/2026 4:22:23 PM"), Some(Order::MonthFirst));
    for text in [
        "2026-12-31",
        "31 December 2026",
        "31/31/2026",
        "x",
        "31.12.2026 and more",
    ] {
        assert_eq!(order_of(text), None, "{text}");
    }
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "soon",
        "99.99.2026",
        "13/13/2026",
        "31/02/2026",
        "2026",
        "10.0.0.5",
        "203.0.113.7",
        "12/31/2026 25:00:00",
        "12/31/2026 1:00:00 xx",
        "12/31/2026 晚上 8:00:00",
        "8FF3C0A1-2",
        "1 jui 2026",
        "/Date(x)/",
        "/Date(99999999999999999)/",
        "12/31/2026; DROP",
    ] {
        assert_eq!(moment(text), Err(BadDate::NotADate), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(?s).{0,60}") {
        let _ = moment(&text);
        order_of(&text);
    }

    #[test]
    fn anything_date_like_is_read(text in "([0-9]{1,5}|[ ./:,+-]|AM|PM|Dec|mar|令和|年|Z|[\u{202f}\u{a0}]){0,14}") {
        let _ = moment(&text);
        let _ = moment_in(&text, Order::DayFirst);
        order_of(&text);
    }

    /// What a culture writes is read back, or said to be ambiguous; never another day.
    #[test]
    fn a_date_is_never_another_one(year in 2000i64..2100, month in 1i64..=12, day in 1i64..=28, hour in 0i64..24) {
        let expected = format!("{year}-{month:02}-{day:02}T{hour:02}:07:09Z");
        let half = if hour < 12 { "AM" } else { "PM" };
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        for text in [
            format!("{day:02}.{month:02}.{year} {hour}:07:09"),
            format!("{month}/{day}/{year} {twelve}:07:09 {half}"),
            format!("{year}/{month:02}/{day:02} {hour}:07:09"),
            format!("{day}-{month}-{year} {hour:02}:07:09"),
        ] {
            match moment(&text) {
                Ok(read) => prop_assert_eq!(read.time.to_string(), expected.clone(), "{}", text),
                Err(bad) => prop_assert!(bad == BadDate::Ambiguous && day <= 12, "{}", text),
            }
        }
    }
}
