import Testing

@testable import Workflows

/// `categories.yaml` is whole, and hides what is about somebody.
@Suite struct CategoryCatalogueTests {
  private let catalogue: CategoryCatalogue

  init() throws { catalogue = try CategoryCatalogue(home: ImportScene.home) }

  /// The words that stores and scripts use already.
  static let kept = [
    "theft", "burglary", "motor_vehicle_theft", "robbery", "assault", "street_crimes", "fraud",
    "traffic_accident", "fire", "hazard", "geological_hazard", "flood", "wind_damage", "drowning",
    "sea_accident", "aquaculture_loss", "sea_area_dispute", "illegal_landing", "dispute",
    "domestic",
    "petition", "mental_health", "missing_person", "minor_protection", "public_emergency", "vice",
    "public_order", "good_samaritan", "other",
  ]

  @Test func noNameIsLostAndNoneStandsTwice() {
    let keys = catalogue.categories.map(\.key)
    #expect(Set(keys).isSuperset(of: Self.kept))
    #expect(Set(keys).count == keys.count)
    for category in catalogue.categories {
      let parts = category.subcategories.map(\.key)
      #expect(Set(parts).count == parts.count, "\(category.key)")
      #expect(
        category.subcategories.allSatisfy { !$0.chineseName.isEmpty && !$0.englishName.isEmpty })
      #expect((1...5).contains(category.severity), "\(category.key)")
    }
    let chinese = catalogue.categories.map(\.chineseName)
    #expect(Set(chinese).count == chinese.count)
  }

  @Test func groupsAreThoseThatTheFileExplains() {
    let groups: Set = [
      "property", "violence", "safety", "natural", "marine", "dispute", "care", "order", "other",
    ]
    #expect(Set(catalogue.categories.map(\.group)) == groups)
  }

  /// Disputes, petitions and what is about somebody's distress only leave as counts; what is
  /// sensitive is hidden still more.
  @Test func whatIsAboutSomebodyOnlyLeavesAsCounts() {
    for category in catalogue.categories {
      if category.group == "dispute" || category.key.contains("dispute") {
        #expect(category.isAggregateOnly, "\(category.key)")
      }
      if category.group == "care", category.key != "good_samaritan" {
        #expect(category.isAggregateOnly, "\(category.key)")
      }
      if category.isSensitive { #expect(category.isAggregateOnly, "\(category.key)") }
    }
  }
}
