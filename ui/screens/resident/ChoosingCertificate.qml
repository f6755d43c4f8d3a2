import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.basket

    Column {
        anchors.fill: parent
        spacing: Theme.mm(6)

        Repeater {
            model: page.view.certificates
            delegate: CertificateCard {
                required property var modelData
                certificate: modelData
                width: parent.width
                height: Math.min(Theme.mm(58), (parent.height - Theme.mm(6)) / 2)
            }
        }
    }
}
