import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.lead

    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: Theme.mm(6)

        ReferenceBox {
            label: page.view.referenceLabel
            reference: page.view.reference
            em: 22
            width: parent.width
        }
        Banner {
            words: page.view.day
            tone: "good"
            em: 11
            width: parent.width
        }
        Banner {
            words: page.view.note
            width: parent.width
        }
    }
}
