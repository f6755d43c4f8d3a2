import QtQuick
import "../../theme"
import "../../widgets"
import "../../widgets/pictures"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.body

    Column {
        width: parent.width
        spacing: Theme.mm(4)

        Repeater {
            model: page.view.services
            delegate: OfferLine {
                required property var modelData
                offer: modelData
                japaneseFirst: page.view.japaneseFirst
                nameEm: 8
                width: parent.width
                height: Theme.mm(32)
            }
        }
        Loader {
            active: page.view.registration.name !== undefined
            visible: active
            width: parent.width
            sourceComponent: RegistrationLine { registration: page.view.registration }
        }
    }
    TownPicture {
        visible: page.view.services.length === 0
        anchors.fill: parent
        anchors.margins: Theme.mm(16)
    }
    Banner {
        words: page.view.do
        width: parent.width
        anchors.bottom: parent.bottom
    }
}
