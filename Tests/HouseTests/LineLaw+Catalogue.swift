extension LineLaw {
  static let all: [LineLaw] = [
    noSQLInSwift, noColourInText, noColourInNumbers, noPrint, noTraps, nothingLeftToDo,
    noClockInSwift, noClockInSQL, noFoundationOnTheGround, noMachinePaths,
  ]

  /// Upper-case words anywhere, or lower-case ones that begin a literal: a sentence for a person
  /// begins with a capital, and may well "Select a layer from the list".
  static let noSQLInSwift = LineLaw(
    name: "SQL belongs in a file under SQL/",
    part: .literals,
    pattern: Pattern(
      #"\bSELECT\b[\s\S]*?\bFROM\b|\bSELECT\s+\w+\("#
        + #"|\b(?:INSERT|REPLACE)\s+(?:OR\s+\w+\s+)?INTO\b|\bUPDATE\s+\S+\s+SET\b"#
        + #"|\bDELETE\s+FROM\b"#
        + #"|\b(?:CREATE|DROP|ALTER)\s+(?:\w+\s+){0,2}(?:TABLE|VIEW|INDEX|TRIGGER)\b"#
        + #"|\A\s*(?:select\s[\s\S]*?\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s"#
        + #"|delete\s+from\s|create\s+(?:\w+\s+){0,2}(?:table|view|index|trigger)\s)"#),
    covers: isSwiftSource,
    exceptions: [
      ("Sources/SpatiaLiteStorage/FilterRenderer.swift", "renders the closed tree of filters"),
      ("Sources/PostGISStorage/FilterRenderer.swift", "renders the closed tree of filters"),
    ],
    breaches: [
      #"let a = "SELECT id FROM incident""#,
      "let a = \"\"\"\n  SELECT id\n  FROM incident\n  \"\"\"",
      #"let a = "INSERT INTO run VALUES (1)""#,
      #"let a = "INSERT OR REPLACE INTO \(table) VALUES""#,
      #"let a = "CREATE TEMP TABLE t (a)""#, #"let a = "UPDATE \(name) SET a = 1""#,
      ##"let a = #"DELETE FROM run"#"##, #"let a = "select id from incident""#,
      #"f("\(b ? "SELECT a FROM b" : "")")"#, #"let a = "SELECT InitSpatialMetaData(1)""#,
    ],
    lawful: [
      "// SELECT id FROM incident", "/* INSERT INTO /* a */ b */ let a = 1",
      #"let a = "Select a layer from the list""#, #"let a = "the SELECT has no answer""#,
      #"throw E("an update of \(a) set nothing")"#,
    ])

  static let noColourInText = LineLaw(
    name: "a colour belongs in styles/",
    part: .literals,
    pattern: Pattern(#"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6})\b|\brgba?\(\s*\d|\bhsla?\(\s*\d"#),
    covers: isSwiftSource,
    breaches: [
      ##"let a = "#d7301f""##, ##"f("fill:#D7301FFF;")"##, #"let a = "rgb(215, 48, 31)""#,
    ],
    lawful: [
      ##"// "#d7301f""##, ##"let a = "#hotspots""##, ##"let a = "feature #123456789""##,
      #"let a = "rgb(\(red), \(green), \(blue))""#,
    ])

  /// A hexadecimal number of six digits is a colour where the line speaks of one.
  static let noColourInNumbers = LineLaw(
    name: "a colour belongs in styles/",
    part: .code,
    pattern: Pattern(
      #"(?i)^.*(?:colou?r|fill|stroke|rgb|tint)\w*\W.*\b0x(?:[0-9a-f]{8}|[0-9a-f]{6})\b.*$"#),
    covers: isSwiftSource,
    breaches: ["let colour = 0xD7301F", "Fill(0xd7301f)", "static let rgb: UInt32 = 0xFFD7301F"],
    lawful: ["let multiplier: UInt64 = 0xBF58476D", "colour = (value >> 16) & 0xFF"])

  static let noPrint = LineLaw(
    name: "only anlan talks to a person",
    part: .code,
    pattern: Pattern(#"(?:(?<![\w.])|(?<=\bSwift\.))(?:print|debugPrint|dump|NSLog)\("#),
    covers: { isSwiftSource($0) && !$0.hasPrefix("Sources/anlan/") },
    breaches: ["print(1)", "  Swift.print(1)", "debugPrint(a)", #"f("\(print(1))")"#],
    lawful: ["sheet.print(1)", "// print(1)", #"let a = "print(1)""#, "fingerprint(a)"])

  static let noTraps = LineLaw(
    name: "data never traps",
    part: .code,
    pattern: Pattern(#"\btry!|\bas!|\bfatalError\("#),
    covers: isSwiftSource,
    breaches: ["let a = try! f()", "a as! Int", "fatalError()", #""\(try! f())""#],
    lawful: ["// try! f()", #"let a = "as!""#, "try? f()", "has != b"])

  static let nothingLeftToDo = LineLaw(
    name: "a plan is no part of the product",
    part: .everything,
    pattern: Pattern(#"\b(?:TODO|FIXME)\b"#),
    covers: { $0.hasPrefix("Sources/") },
    breaches: ["// TODO: later", "-- FIXME", #"let a = "TODO""#],
    lawful: ["let TODOS = 1", "// what is to do"])

  /// The same input gives the same bytes: no clock enters an output.
  static let noClockInSwift = LineLaw(
    name: "no wall clock below the roof",
    part: .code,
    pattern: Pattern(
      #"\bDate\s*(?:\.init\s*)?\(\s*\)|\.now\b|\b(?:Continuous|Suspending)Clock\b"#
        + #"|\bDispatch(?:Wall)?Time\b|\b(?:clock_gettime|gettimeofday|mach_absolute_time)\b"#
        + #"|\bCFAbsoluteTimeGetCurrent\b|\bsystemUptime\b|\btimeIntervalSinceNow\b"#
        + #"|(?<![\w.])time\(\s*(?:nil|&)|(?<![\w.])clock\(\)"#),
    covers: isSwiftSource,
    exceptions: [
      ("Sources/anlan/", "shows progress to a person, and hands the time of day down as a value"),
      (
        "Sources/PostGISStorage/Connection/Deadline.swift",
        "how long a server is waited for, which enters no data"
      ),
    ],
    breaches: [
      "let a = Date()", "let a: Date = .now", "ContinuousClock().now", "clock_gettime(0, &t)",
      "DispatchTime.now()", "time(nil)",
    ],
    lawful: [
      "Date(timeIntervalSince1970: 0)", "// Date()", "let now = 1", "a.time()", "a.clock()",
    ])

  static let noClockInSQL = LineLaw(
    name: "no wall clock in a statement",
    part: .code,
    pattern: Pattern(
      #"(?i)\b(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\b|'now'"#
        + #"|\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\("#
        + #"|\b(?:date|time|datetime|julianday|unixepoch)\s*\(\s*\)"#),
    covers: { $0.hasPrefix("Sources/") && $0.hasSuffix(".sql") },
    exceptions: [
      ("Sources/Archives/SQL/gpkg_schema.sql", "the standard's own default; no row of ours uses it")
    ],
    breaches: [
      "SELECT strftime('%s', 'now')", "a TEXT DEFAULT CURRENT_TIMESTAMP", "SELECT now()",
      "SELECT datetime()",
    ],
    lawful: ["-- never CURRENT_TIMESTAMP\nSELECT 1", "SELECT date(day)", "SELECT known(1)"])

  static let noFoundationOnTheGround = LineLaw(
    name: "the ground floor imports no Foundation",
    part: .code,
    pattern: Pattern(
      #"^[ \t]*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+[ \t]+)?import[ \t]+(?:\w+[ \t]+)?Foundation\w*"#),
    covers: { path in
      path.hasSuffix(".swift")
        && ["Sources/Analysis/", "Sources/Schemes/", "Sources/SimpleFeatures/"].contains {
          path.hasPrefix($0)
        }
    },
    breaches: [
      "import Foundation", "public import FoundationEssentials",
      "@preconcurrency import Foundation", "import struct Foundation.Date",
    ],
    lawful: ["// import Foundation", "import Testing"])

  static let noMachinePaths = LineLaw(
    name: "a path of one machine",
    part: .everything,
    pattern: Pattern(#"(?<![\w.~})\]/-])/(?:tmp|work|home|root|Users)(?=/|["'`\s),;]|$)"#),
    covers: { path in
      path.hasPrefix("Sources/") || path.hasPrefix("README") || path == "Makefile"
        || path == ".ci/run"
    },
    breaches: [#"let a = "/tmp/a""#, "cd /work/main", "# /home/me", "OUT = /root"],
    lawful: ["out/tmp/a", "https://example.org/home/a", "$(OUT)/work", "/homes", "/worksheets/1"])

  private static let isSwiftSource: @Sendable (String) -> Bool = {
    $0.hasPrefix("Sources/") && $0.hasSuffix(".swift")
  }
}
