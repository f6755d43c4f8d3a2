import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.lead

    IndexedChoices {
        anchors.fill: parent
        groups: page.view.groups
        press: "prefecture"
        entryHeight: 32
    }
}
