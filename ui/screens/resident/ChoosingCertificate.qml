import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view
    readonly property int count: view.certificates.length
    readonly property int columns: count > 3 ? 2 : 1
    readonly property int lines: Math.ceil(count / columns)

    title: view.title
    lead: view.basket

    Grid {
        id: menu
        anchors.fill: parent
        columns: page.columns
        spacing: Theme.mm(page.columns === 1 ? 6 : 4)

        Repeater {
            model: page.view.certificates
            delegate: CertificateCard {
                required property var modelData
                certificate: modelData
                japaneseFirst: page.view.japaneseFirst
                roomy: page.columns === 1
                width: (menu.width - (page.columns - 1) * menu.spacing) / page.columns
                height: Math.min(Theme.mm(58), (menu.height - (page.lines - 1) * menu.spacing) / page.lines)
            }
        }
    }
}
